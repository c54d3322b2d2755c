"""ComfyUI graphs of requests."""
