"""Recipes in picture files: Easel's own form and those of other programs."""
