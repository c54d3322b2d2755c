"""Draws on ComfyUI servers that the user has added: their protocol, and jobs in its words."""
