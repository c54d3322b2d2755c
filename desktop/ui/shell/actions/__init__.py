"""The actions of the window as a whole, and a Mac’s keys in text."""
