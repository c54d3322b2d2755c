"""Persistent data: settings, the queue, picture files and the gallery's index. No Qt, no ML."""
