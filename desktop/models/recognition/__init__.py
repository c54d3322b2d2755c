"""Recognition of files and folders without loading them."""
