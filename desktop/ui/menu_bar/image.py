"""The Image menu: make one, and what to do with the chosen ones."""

from __future__ import annotations

from desktop.ui.marking import QT_TRANSLATE_NOOP

from .spec import Menu, Spec

_RATING = QT_TRANSLATE_NOOP("Actions", "Rating")
_TAGS = QT_TRANSLATE_NOOP("Actions", "Tags")


def _stars(number: int, text: str) -> Spec:
    return Spec(
        f"stars_{number}",
        text,
        view_keys=(str(number),),
        checkable=True,
        submenu=_RATING,
        separator_before=number == 0,
    )


def _tag(name: str, text: str) -> Spec:
    return Spec(f"tag_{name}", text, checkable=True, submenu=_TAGS)


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
            "open",
            QT_TRANSLATE_NOOP("Actions", "Open"),
            view_keys=("Return",),
            separator_before=True,
        ),
        Spec(
            "quick_look",
            QT_TRANSLATE_NOOP("Actions", "Quick Look"),
            ("Ctrl+Y",),
            view_keys=("Space",),
        ),
        Spec("compare", QT_TRANSLATE_NOOP("Actions", "Compare"), ("Ctrl+Shift+K",)),
        Spec("use_settings", QT_TRANSLATE_NOOP("Actions", "Use All Settings"), ("Ctrl+U",)),
        Spec(
            "copy_settings",
            QT_TRANSLATE_NOOP("Actions", "Copy Settings as Text"),
            ("Ctrl+Shift+C",),
        ),
        Spec("paint_mask", QT_TRANSLATE_NOOP("Actions", "Paint a Mask…"), ("Ctrl+Shift+P",)),
        Spec("upscale", QT_TRANSLATE_NOOP("Actions", "Upscale…"), ("Ctrl+Shift+U",)),
        Spec("start_image", QT_TRANSLATE_NOOP("Actions", "Use as Starting Image"), ("Ctrl+E",)),
        _stars(0, QT_TRANSLATE_NOOP("Actions", "No Stars")),
        _stars(1, "★"),
        _stars(2, "★★"),
        _stars(3, "★★★"),
        _stars(4, "★★★★"),
        _stars(5, "★★★★★"),
        _tag("Red", QT_TRANSLATE_NOOP("Actions", "Red")),
        _tag("Orange", QT_TRANSLATE_NOOP("Actions", "Orange")),
        _tag("Yellow", QT_TRANSLATE_NOOP("Actions", "Yellow")),
        _tag("Green", QT_TRANSLATE_NOOP("Actions", "Green")),
        _tag("Blue", QT_TRANSLATE_NOOP("Actions", "Blue")),
        _tag("Purple", QT_TRANSLATE_NOOP("Actions", "Purple")),
        _tag("Gray", QT_TRANSLATE_NOOP("Actions", "Gray")),
        Spec(
            "other_tags",
            QT_TRANSLATE_NOOP("Actions", "Other Tags…"),
            submenu=_TAGS,
            separator_before=True,
        ),
        Spec("albums", QT_TRANSLATE_NOOP("Actions", "Albums…"), ("Ctrl+Shift+A",)),
        Spec(
            "rename",
            QT_TRANSLATE_NOOP("Actions", "Rename…"),
            ("F2",),
            separator_before=True,
        ),
        Spec("move", QT_TRANSLATE_NOOP("Actions", "Move To…")),
        Spec("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("Ctrl+D",)),
        Spec(
            "trash",
            QT_TRANSLATE_NOOP("Actions", "Move to Trash"),
            ("Ctrl+Backspace", "Ctrl+Del"),
            separator_before=True,
        ),
    ),
)
