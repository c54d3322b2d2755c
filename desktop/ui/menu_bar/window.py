"""The Window menu."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Window"),
    (
        Spec("minimise", QT_TRANSLATE_NOOP("Actions", "Minimise"), ("Ctrl+M",)),
        Spec("zoom", QT_TRANSLATE_NOOP("Actions", "Zoom")),
    ),
)
