"""Help: the welcome, the manual, diagnostics, the check for updates."""
