"""Live drawing while the user types: its view, and the logic behind it."""
