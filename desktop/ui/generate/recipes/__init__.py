"""Apply recipes, whole or in part, to the controls."""
