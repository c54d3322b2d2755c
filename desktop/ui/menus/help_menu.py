"""The Help menu."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Help"),
    (
        MenuEntry("manual", QT_TRANSLATE_NOOP("Actions", "Easel Help"), ("Ctrl+?",)),
        MenuEntry("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard Shortcuts"), ("Ctrl+/",)),
        MenuEntry("welcome", QT_TRANSLATE_NOOP("Actions", "Welcome to Easel")),
        MenuEntry(
            "copy_diagnostics",
            QT_TRANSLATE_NOOP("Actions", "Copy Diagnostics"),
            separator_before=True,
        ),
        MenuEntry("show_logs", QT_TRANSLATE_NOOP("Actions", "Show Logs")),
    ),
)
