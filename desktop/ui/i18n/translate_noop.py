"""A typed QT_TRANSLATE_NOOP: marks a text for lupdate and returns it unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["QT_TRANSLATE_NOOP"]

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
        """Return `text`, marked for lupdate (PySide6's stub declares `object`)."""
        ...
else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP
