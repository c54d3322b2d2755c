"""The commands that draw, look after models, and examine the machine."""
