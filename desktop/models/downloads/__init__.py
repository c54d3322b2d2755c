"""Downloading models: a repository's contents, the needed files, and fetching them."""
