"""The chosen model and its compute unit."""
