"""Export: other formats, naming templates, contact sheets."""
