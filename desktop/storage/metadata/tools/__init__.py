"""Other programs' recipes, a reader for each."""
