"""Painting a mask over a picture in the window."""
