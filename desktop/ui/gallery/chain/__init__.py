"""The provenance of pictures, their sources and derivatives: found, shown as a strip, navigated."""
