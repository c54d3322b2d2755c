"""The table of MIL operations for the portable runtime, one file per group."""
