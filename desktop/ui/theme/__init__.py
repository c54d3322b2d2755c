"""The look of the window: palette, style sheet, icons."""
