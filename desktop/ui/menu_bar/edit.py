"""The Edit menu: what text fields and the gallery share."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Edit"),
    (
        Spec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",)),
        Spec("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z",)),
        Spec("cut", QT_TRANSLATE_NOOP("Actions", "Cut"), ("Ctrl+X",), separator_before=True),
        Spec("copy", QT_TRANSLATE_NOOP("Actions", "Copy"), ("Ctrl+C",)),
        Spec("paste", QT_TRANSLATE_NOOP("Actions", "Paste"), ("Ctrl+V",)),
        Spec("select_all", QT_TRANSLATE_NOOP("Actions", "Select All"), ("Ctrl+A",)),
        Spec("find", QT_TRANSLATE_NOOP("Actions", "Find"), ("Ctrl+F",), separator_before=True),
    ),
)
