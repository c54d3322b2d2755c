"""Variations of a picture: more like it, a part regenerated, and outpainting."""
