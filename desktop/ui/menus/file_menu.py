"""The File menu: pictures in and out."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "File"),
    (
        MenuEntry(
            "import", QT_TRANSLATE_NOOP("Actions", "Use Settings of a Picture…"), ("Ctrl+I",)
        ),
        MenuEntry(
            "save_as",
            QT_TRANSLATE_NOOP("Actions", "Save Picture As…"),
            ("Ctrl+S",),
            separator_before=True,
        ),
        MenuEntry("export", QT_TRANSLATE_NOOP("Actions", "Export…"), ("Ctrl+Shift+E",)),
        MenuEntry("contact_sheet", QT_TRANSLATE_NOOP("Actions", "Contact Sheet…")),
        MenuEntry("share", QT_TRANSLATE_NOOP("Actions", "Share…")),
        MenuEntry("reveal", QT_TRANSLATE_NOOP("Actions", "Show in Finder"), ("Ctrl+Shift+R",)),
        MenuEntry(
            "add_folder",
            QT_TRANSLATE_NOOP("Actions", "Add a Folder to the Gallery…"),
            separator_before=True,
        ),
        MenuEntry(
            "close",
            QT_TRANSLATE_NOOP("Actions", "Close Window"),
            ("Ctrl+W",),
            separator_before=True,
        ),
    ),
)
