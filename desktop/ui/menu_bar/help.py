"""The Help menu."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Help"),
    (
        Spec("manual", QT_TRANSLATE_NOOP("Actions", "Easel Help"), ("Ctrl+?",)),
        Spec("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard Shortcuts"), ("Ctrl+/",)),
        Spec("welcome", QT_TRANSLATE_NOOP("Actions", "Welcome to Easel")),
        Spec(
            "copy_diagnostics",
            QT_TRANSLATE_NOOP("Actions", "Copy Diagnostics"),
            separator_before=True,
        ),
        Spec("show_logs", QT_TRANSLATE_NOOP("Actions", "Show Logs")),
    ),
)
