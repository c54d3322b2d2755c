"""From what the user set to a checked request, or a refusal."""
