"""Pictures in the window: thumbnails, tiles, wells, zooming, dragging."""
