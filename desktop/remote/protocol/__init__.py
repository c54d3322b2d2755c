"""ComfyUI's HTTP routes and websocket, as values and errors."""
