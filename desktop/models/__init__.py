"""Models: their records, their locations and their downloads. No Qt, no ML."""
