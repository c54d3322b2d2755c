"""The models that the window offers, and how lists and pickers show them."""
