"""Samplers, noise schedules and their sigmas, as data and NumPy."""
