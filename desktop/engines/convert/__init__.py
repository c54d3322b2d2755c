"""Conversion of a torch checkpoint to Core ML: attention variants, chunks, compression, check."""
