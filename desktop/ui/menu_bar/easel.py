"""The app's own menu: about, Preferences, quit."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Role, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Easel"),
    (
        Spec("about", QT_TRANSLATE_NOOP("Actions", "About Easel"), role=Role.AboutRole),
        Spec(
            "check_updates",
            QT_TRANSLATE_NOOP("Actions", "Check for Updates…"),
            role=Role.ApplicationSpecificRole,
        ),
        Spec(
            "preferences",
            QT_TRANSLATE_NOOP("Actions", "Preferences…"),
            ("Ctrl+,",),
            role=Role.PreferencesRole,
            separator_before=True,
        ),
        Spec(
            "quit",
            QT_TRANSLATE_NOOP("Actions", "Quit Easel"),
            ("Ctrl+Q",),
            role=Role.QuitRole,
            separator_before=True,
        ),
    ),
    is_app=True,
)
