"""The Models menu: where models come from."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Models"),
    (
        Spec("get_models", QT_TRANSLATE_NOOP("Actions", "Get Models…"), ("Ctrl+Shift+M",)),
        Spec("installed_models", QT_TRANSLATE_NOOP("Actions", "Installed Models")),
        Spec("downloads", QT_TRANSLATE_NOOP("Actions", "Downloads"), ("Ctrl+Alt+L",)),
        Spec(
            "model_info",
            QT_TRANSLATE_NOOP("Actions", "Model Info…"),
            ("Ctrl+Alt+I",),
            separator_before=True,
        ),
        Spec("convert_model", QT_TRANSLATE_NOOP("Actions", "Convert to Core ML…")),
        Spec(
            "model_folders", QT_TRANSLATE_NOOP("Actions", "Model Folders…"), separator_before=True
        ),
        Spec("refresh_models", QT_TRANSLATE_NOOP("Actions", "Look Again"), ("Ctrl+R",)),
        Spec("reveal_model", QT_TRANSLATE_NOOP("Actions", "Show Model in Finder")),
    ),
)
