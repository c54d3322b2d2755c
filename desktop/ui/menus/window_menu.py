"""The Window menu."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Window"),
    (
        MenuEntry("minimise", QT_TRANSLATE_NOOP("Actions", "Minimise"), ("Ctrl+M",)),
        MenuEntry("zoom", QT_TRANSLATE_NOOP("Actions", "Zoom")),
    ),
)
