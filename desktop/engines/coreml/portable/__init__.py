"""Portable runtime for Core ML programs: reads, plans once, evaluates on torch."""
