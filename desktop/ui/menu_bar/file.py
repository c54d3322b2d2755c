"""The File menu: pictures in and out."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "File"),
    (
        Spec("import", QT_TRANSLATE_NOOP("Actions", "Use Settings of a Picture…"), ("Ctrl+I",)),
        Spec(
            "save_as",
            QT_TRANSLATE_NOOP("Actions", "Save Picture As…"),
            ("Ctrl+S",),
            separator_before=True,
        ),
        Spec("export", QT_TRANSLATE_NOOP("Actions", "Export…"), ("Ctrl+Shift+E",)),
        Spec("contact_sheet", QT_TRANSLATE_NOOP("Actions", "Contact Sheet…")),
        Spec("share", QT_TRANSLATE_NOOP("Actions", "Share…")),
        Spec("reveal", QT_TRANSLATE_NOOP("Actions", "Show in Finder"), ("Ctrl+Shift+R",)),
        Spec(
            "add_folder",
            QT_TRANSLATE_NOOP("Actions", "Add a Folder to the Gallery…"),
            separator_before=True,
        ),
        Spec(
            "close",
            QT_TRANSLATE_NOOP("Actions", "Close Window"),
            ("Ctrl+W",),
            separator_before=True,
        ),
    ),
)
