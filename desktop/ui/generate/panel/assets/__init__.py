"""The groups for LoRAs and ControlNets."""
