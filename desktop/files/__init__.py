"""Shared file handling: atomic writes, free names, the Trash, JSON coercion."""
