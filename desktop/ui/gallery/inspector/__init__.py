"""The inspector: the large picture and its whole recipe, each line of it usable again."""
