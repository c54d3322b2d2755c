"""Model Info: what Easel knows of a model, and what can be done with it."""
