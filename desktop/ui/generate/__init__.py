"""Everything between the user's words and a queued job: controls, presets, styles, masks."""
