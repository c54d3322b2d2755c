"""Compute units, and what this machine’s accelerator was proved to do."""
