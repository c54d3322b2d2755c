"""Runs a Core ML program where there is no Core ML: reads it, plans it once, evaluates on torch."""
