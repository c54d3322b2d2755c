"""Drawing on the user's servers: ComfyUI's protocol with requests as graphs, and A1111's HTTP."""
