"""From a torch checkpoint to a Core ML folder: attention variants, chunks, compression, check."""
