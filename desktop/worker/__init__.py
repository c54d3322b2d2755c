"""Qt without widgets: the engine thread, the session, small background tasks."""
