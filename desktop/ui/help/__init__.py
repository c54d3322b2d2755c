"""Help: the welcome, the manual, diagnostics, the update check."""
