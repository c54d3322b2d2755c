"""Where models lie: the user's folders, the hub's cache, other apps."""
