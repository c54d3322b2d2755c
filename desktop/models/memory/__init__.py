"""Estimates of a model's memory and time on this machine, before it draws."""
