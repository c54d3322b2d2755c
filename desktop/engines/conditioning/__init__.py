"""What steers a picture: prompt embeddings, starting images, ControlNet maps."""
