"""A grid of pictures, and the settings that it can vary."""
