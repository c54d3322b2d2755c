"""Measurements, never assertions: each module prints a table with ratios taken in one run."""
