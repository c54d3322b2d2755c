"""Widgets, and nothing that thinks."""
