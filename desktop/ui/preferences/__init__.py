"""The Preferences dialog; every change holds at once."""
