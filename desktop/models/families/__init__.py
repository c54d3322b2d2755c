"""The model families: one record each, and derived values."""
