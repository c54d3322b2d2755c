"""Menus and panels that open below a button."""
