"""The Edit menu: what text fields and the gallery share."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Edit"),
    (
        MenuEntry("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",)),
        MenuEntry("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z",)),
        MenuEntry("cut", QT_TRANSLATE_NOOP("Actions", "Cut"), ("Ctrl+X",), separator_before=True),
        MenuEntry("copy", QT_TRANSLATE_NOOP("Actions", "Copy"), ("Ctrl+C",)),
        MenuEntry("paste", QT_TRANSLATE_NOOP("Actions", "Paste"), ("Ctrl+V",)),
        MenuEntry("select_all", QT_TRANSLATE_NOOP("Actions", "Select All"), ("Ctrl+A",)),
        MenuEntry("find", QT_TRANSLATE_NOOP("Actions", "Find"), ("Ctrl+F",), separator_before=True),
    ),
)
