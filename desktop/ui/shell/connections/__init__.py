"""The connections between the parts of the window, by what they serve."""
