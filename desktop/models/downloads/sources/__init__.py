"""Where models come from: the hub, Civitai, and the addresses of both."""
