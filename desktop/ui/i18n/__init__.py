"""Texts in the user's language: marking, translating, formatting."""
