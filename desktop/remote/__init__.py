"""Drawing on the user's ComfyUI servers: their protocol, and requests as graphs."""
