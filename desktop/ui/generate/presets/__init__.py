"""Presets in the window: choosing, saving, sharing."""
