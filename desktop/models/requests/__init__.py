"""From the user's settings to a checked request, or a refusal."""
