"""What people call the places that draw."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def place_name(server: str) -> str:
    """The name of a server, or this machine for ""."""
    return server or QCoreApplication.translate("Places", "This Computer")
