"""The models window: catalogue, downloads, and what is installed."""
