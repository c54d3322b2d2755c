"""The main window: its frame, its contents, and the actions that belong to no single feature."""
