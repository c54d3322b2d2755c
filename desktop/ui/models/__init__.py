"""The models window: getting models, watching downloads, and what is installed."""
