"""Which job is drawn where, and what comes back of it."""
