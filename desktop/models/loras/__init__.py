"""The modules that a LoRA file changes, and whether a model has them: from headers alone."""
