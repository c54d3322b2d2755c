"""Picture files: writing, naming, exporting, thumbnails, sheets."""
