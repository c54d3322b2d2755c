"""Translation of messages from the layers below the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.messages import Text


def translate_message(text: Text | None) -> str:
    """Return a message localized; plain strings stay unchanged, None is ""."""
    if text is None:
        return ""
    return text if isinstance(text, str) else text.render(_translated)


def _translated(template: str) -> str:
    return QCoreApplication.translate("Messages", template)
