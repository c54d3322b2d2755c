"""Puts recipes, whole or in part, into the controls."""
