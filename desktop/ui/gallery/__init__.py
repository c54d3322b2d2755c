"""The gallery: one list view over a model and a delegate, never a widget for each picture."""
