"""Compatibility with other terminal programs: their flags, shell completion."""
