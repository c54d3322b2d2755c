"""Converting a model to Core ML in the window: what is asked, how far it is, what came of it."""
