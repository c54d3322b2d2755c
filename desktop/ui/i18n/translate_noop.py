"""QT_TRANSLATE_NOOP as it is: marks a text for lupdate and gives the text back."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["QT_TRANSLATE_NOOP"]

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
        """Mark `text` for lupdate (PySide6's own stub says that it returns `object`)."""
        ...
else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP
