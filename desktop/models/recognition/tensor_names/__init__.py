"""Recognition of a file by the names and shapes of its tensors."""
