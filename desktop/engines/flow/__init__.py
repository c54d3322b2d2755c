"""Draws with the families of flow matching: FLUX.2 klein and Z-Image."""
