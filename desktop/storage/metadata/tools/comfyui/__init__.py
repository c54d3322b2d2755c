"""The recipe in a ComfyUI graph."""
