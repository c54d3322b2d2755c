"""The menu bar and the context menus as data, and the actions made from them."""
