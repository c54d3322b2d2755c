"""The selection of pictures that the gallery shows: sources, filters, order, search."""
