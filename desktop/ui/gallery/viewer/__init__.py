"""The full picture over the window: zoom, pan, slide through, compare two."""
