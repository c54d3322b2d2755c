"""Enlarging pictures with upscaler networks."""
