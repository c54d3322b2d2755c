"""What a LoRA file changes, and whether a model has it: from the files' headers alone."""
