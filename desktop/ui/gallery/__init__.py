"""The gallery: a list view over a model and a delegate, never a widget per picture."""
