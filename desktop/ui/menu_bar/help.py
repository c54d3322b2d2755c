"""The Help menu."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Help"),
    (Spec("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard Shortcuts"), ("Ctrl+Shift+/",)),),
)
