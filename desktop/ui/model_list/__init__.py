"""The models offered by the window, and their display in lists and pickers."""
