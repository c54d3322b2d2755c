"""The left panel: every setting of a picture, one control a file."""
