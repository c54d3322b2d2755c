"""Upscaling of chosen pictures with an upscaler file."""
