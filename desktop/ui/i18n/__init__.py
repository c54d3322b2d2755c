"""Localized texts: marking, translating, formatting."""
