"""The inspector: the large picture and its recipe, each line reusable as a setting."""
