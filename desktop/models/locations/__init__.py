"""Locations of models: the user's folders, the hub's cache, other apps."""
