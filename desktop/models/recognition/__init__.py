"""What a file or folder is, told without loading it."""
