"""The app's own menu: about, Preferences, quit."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry, Role

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Easel"),
    (
        MenuEntry("about", QT_TRANSLATE_NOOP("Actions", "About Easel"), role=Role.AboutRole),
        MenuEntry(
            "check_updates",
            QT_TRANSLATE_NOOP("Actions", "Check for Updates…"),
            role=Role.ApplicationSpecificRole,
        ),
        MenuEntry(
            "preferences",
            QT_TRANSLATE_NOOP("Actions", "Preferences…"),
            ("Ctrl+,",),
            role=Role.PreferencesRole,
            separator_before=True,
        ),
        MenuEntry(
            "quit",
            QT_TRANSLATE_NOOP("Actions", "Quit Easel"),
            ("Ctrl+Q",),
            role=Role.QuitRole,
            separator_before=True,
        ),
    ),
    is_app=True,
)
