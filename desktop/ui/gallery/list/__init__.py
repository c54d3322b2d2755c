"""The gallery's list: model, view, delegate, selection."""
