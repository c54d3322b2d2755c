"""An engine in a child process: its frames, its loop and its supervisor. No Qt."""
