"""The main window: its frame, what fills it, and the actions that belong to no single feature."""
