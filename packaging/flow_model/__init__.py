"""The training of the little flow model that tests draw with, of FLUX.2 klein's architecture."""
