"""Which pictures the gallery shows: sources, filters, order, search."""
