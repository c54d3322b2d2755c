"""Conditioning: prompt embeddings, starting images, ControlNet maps."""
