"""Reference pictures for an editing model, and editing of the chosen picture."""
