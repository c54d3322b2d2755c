"""The Image menu: make one, and what to do with the chosen ones."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Image"),
    (
        Spec(
            "generate",
            QT_TRANSLATE_NOOP("Actions", "Generate"),
            ("Ctrl+Return", "Ctrl+Enter", "Ctrl+G"),
        ),
        Spec(
            "generate_first",
            QT_TRANSLATE_NOOP("Actions", "Generate First"),
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        ),
        Spec(
            "cancel",
            QT_TRANSLATE_NOOP("Actions", "Cancel"),
            ("Ctrl+.", "Esc"),
        ),
        Spec(
            "quick_look",
            QT_TRANSLATE_NOOP("Actions", "Quick Look"),
            ("Ctrl+Y",),
            view_keys=("Space",),
            separator_before=True,
        ),
        Spec("use_settings", QT_TRANSLATE_NOOP("Actions", "Use All Settings"), ("Ctrl+U",)),
        Spec(
            "copy_settings",
            QT_TRANSLATE_NOOP("Actions", "Copy Settings as Text"),
            ("Ctrl+Shift+C",),
        ),
        Spec("start_image", QT_TRANSLATE_NOOP("Actions", "Use as Starting Image"), ("Ctrl+E",)),
        Spec(
            "trash",
            QT_TRANSLATE_NOOP("Actions", "Move to Trash"),
            ("Ctrl+Backspace", "Ctrl+Del"),
            separator_before=True,
        ),
    ),
)
