"""Known faults of MPS and Core ML as small computations, compared with the CPU's results."""
