"""Converting a model to Core ML in the window: options, progress, report."""
