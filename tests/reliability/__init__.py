"""What holds against files, servers and processes that mean ill."""
