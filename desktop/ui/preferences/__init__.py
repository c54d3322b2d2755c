"""The Preferences dialog; every change applies at once."""
