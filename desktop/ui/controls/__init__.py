"""Small reusable widgets, most of which hold a single value."""
