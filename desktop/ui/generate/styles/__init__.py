"""Styles in the window: the menu that chooses them and the dialog that changes them."""
