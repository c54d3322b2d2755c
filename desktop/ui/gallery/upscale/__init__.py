"""Enlarging chosen pictures with an upscaler file."""
