"""The SQLite index: tables, damage, reading and writing."""
