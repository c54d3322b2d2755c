"""Taking pictures out: in another format, by a naming template, as contact sheets."""
