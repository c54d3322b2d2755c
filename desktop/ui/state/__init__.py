"""What the window's controls hold: observable fields, their values, and what is remembered."""
