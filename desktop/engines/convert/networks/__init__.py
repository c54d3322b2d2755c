"""Networks rewritten for Core ML: channels-first layers and attention."""
