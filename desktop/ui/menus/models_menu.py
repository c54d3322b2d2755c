"""The Models menu: where models come from."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Models"),
    (
        MenuEntry("get_models", QT_TRANSLATE_NOOP("Actions", "Get Models…"), ("Ctrl+Shift+M",)),
        MenuEntry("installed_models", QT_TRANSLATE_NOOP("Actions", "Installed Models")),
        MenuEntry("downloads", QT_TRANSLATE_NOOP("Actions", "Downloads"), ("Ctrl+Alt+L",)),
        MenuEntry(
            "model_info",
            QT_TRANSLATE_NOOP("Actions", "Model Info…"),
            ("Ctrl+Alt+I",),
            separator_before=True,
        ),
        MenuEntry("convert_model", QT_TRANSLATE_NOOP("Actions", "Convert to Core ML…")),
        MenuEntry(
            "model_folders", QT_TRANSLATE_NOOP("Actions", "Model Folders…"), separator_before=True
        ),
        MenuEntry("refresh_models", QT_TRANSLATE_NOOP("Actions", "Look Again"), ("Ctrl+R",)),
        MenuEntry("reveal_model", QT_TRANSLATE_NOOP("Actions", "Show Model in Finder")),
    ),
)
