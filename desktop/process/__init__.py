"""One engine in a child process: the frames it speaks, its loop and its supervisor. No Qt."""
