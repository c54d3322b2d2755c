"""A Core ML folder as modules of diffusers' stock pipelines, and the two runtimes for it."""
