"""Styles in the window: the menu to choose them and the dialog to edit them."""
