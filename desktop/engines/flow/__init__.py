"""The flow-matching families: FLUX.2 klein and Z-Image."""
