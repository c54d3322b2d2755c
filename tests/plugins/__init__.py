"""What the tests need of pytest beyond fixtures."""
