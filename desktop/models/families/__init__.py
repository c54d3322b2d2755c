"""The families of models: each one record, and what follows from it."""
