"""Loading and running torch models: folders, single files, LoRAs, VAEs, devices."""
