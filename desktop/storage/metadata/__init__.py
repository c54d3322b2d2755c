"""Recipes in and out of picture files: Easel's own form and those of its peers."""
