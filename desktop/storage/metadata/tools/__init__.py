"""Readers of other programs' recipes, one each."""
