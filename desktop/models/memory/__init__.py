"""How much memory and time a model takes on this machine, told before it draws."""
