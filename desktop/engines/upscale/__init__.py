"""Upscaling of pictures with upscaler networks."""
