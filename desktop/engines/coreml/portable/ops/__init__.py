"""One table of MIL operations for the portable runtime, in small files by group."""
