"""The only layer that imports torch, diffusers, transformers and coremltools."""
