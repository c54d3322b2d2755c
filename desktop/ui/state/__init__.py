"""The state of the window's controls: observable fields, their values, persistence."""
