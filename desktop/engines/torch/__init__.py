"""Loading and running of torch models: folders, single files, LoRAs, VAEs, devices."""
