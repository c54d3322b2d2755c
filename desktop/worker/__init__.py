"""QtCore only: the thread that watches the engine child, the session, small background tasks."""
