"""Prompt syntax: weights, choices, styles."""
