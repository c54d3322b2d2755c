"""The window's building blocks: small controls that hold one value each."""
