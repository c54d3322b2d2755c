"""Images in the window: thumbnails, tiles, wells, zoom, drag."""
