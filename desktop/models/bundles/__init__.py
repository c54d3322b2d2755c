"""Folders of Core ML models, read without coremltools."""
