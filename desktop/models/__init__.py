"""What a model is, where models are found and how they get here. No Qt, no ML."""
