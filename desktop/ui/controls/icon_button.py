"""A button that shows an icon, and says in words what it does."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton

from desktop.ui.theme.icons import icon


def icon_button(
    name: str, words: str, side: int = 16, *, spoken: str = "", checkable: bool = False
) -> QToolButton:
    """Return a button with the icon `name`, `side` pixels large.

    `words` are its tooltip, and what a screen reader speaks unless `spoken` says more.
    """
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(side, side))
    button.setCheckable(checkable)
    button.setToolTip(words)
    button.setAccessibleName(spoken or words)
    return button
