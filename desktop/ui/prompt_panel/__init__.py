"""The left panel: the prompt and every setting, one control a file."""
