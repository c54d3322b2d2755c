"""The syntax of prompts: weights, choices, styles."""
