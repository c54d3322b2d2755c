"""Servers that speak A1111's HTTP (`/sdapi/v1`): A1111 itself, Forge, stable-diffusion.cpp."""
