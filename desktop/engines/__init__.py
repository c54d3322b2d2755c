"""The only room that imports torch, diffusers, transformers and coremltools."""
