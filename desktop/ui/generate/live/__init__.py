"""Drawing while one types: what is seen of it, and what decides it."""
