"""The catalogue of models for download."""
