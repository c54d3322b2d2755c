"""The Image menu: make one, and what to do with the chosen ones."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

_RATING = QT_TRANSLATE_NOOP("Actions", "Rating")
_TAGS = QT_TRANSLATE_NOOP("Actions", "Tags")


def _stars(number: int, text: str) -> MenuEntry:
    return MenuEntry(
        f"stars_{number}",
        text,
        view_keys=(str(number),),
        checkable=True,
        submenu=_RATING,
        separator_before=number == 0,
    )


def _tag(name: str, text: str) -> MenuEntry:
    return MenuEntry(f"tag_{name}", text, checkable=True, submenu=_TAGS)


MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Image"),
    (
        MenuEntry(
            "generate",
            QT_TRANSLATE_NOOP("Actions", "Generate"),
            ("Ctrl+Return", "Ctrl+Enter", "Ctrl+G"),
        ),
        MenuEntry(
            "generate_first",
            QT_TRANSLATE_NOOP("Actions", "Generate First"),
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        ),
        MenuEntry(
            "cancel",
            QT_TRANSLATE_NOOP("Actions", "Cancel"),
            ("Ctrl+.", "Esc"),
        ),
        MenuEntry(
            "open",
            QT_TRANSLATE_NOOP("Actions", "Open"),
            view_keys=("Return",),
            separator_before=True,
        ),
        MenuEntry(
            "quick_look",
            QT_TRANSLATE_NOOP("Actions", "Quick Look"),
            ("Ctrl+Y",),
            view_keys=("Space",),
        ),
        MenuEntry("compare", QT_TRANSLATE_NOOP("Actions", "Compare"), ("Ctrl+Shift+K",)),
        MenuEntry("use_settings", QT_TRANSLATE_NOOP("Actions", "Use All Settings"), ("Ctrl+U",)),
        MenuEntry(
            "copy_settings",
            QT_TRANSLATE_NOOP("Actions", "Copy Settings as Text"),
            ("Ctrl+Shift+C",),
        ),
        MenuEntry("paint_mask", QT_TRANSLATE_NOOP("Actions", "Paint a Mask…"), ("Ctrl+Shift+P",)),
        MenuEntry("upscale", QT_TRANSLATE_NOOP("Actions", "Upscale…"), ("Ctrl+Shift+U",)),
        MenuEntry(
            "start_image", QT_TRANSLATE_NOOP("Actions", "Use as Starting Image"), ("Ctrl+E",)
        ),
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
        MenuEntry(
            "other_tags",
            QT_TRANSLATE_NOOP("Actions", "Other Tags…"),
            submenu=_TAGS,
            separator_before=True,
        ),
        MenuEntry("albums", QT_TRANSLATE_NOOP("Actions", "Albums…"), ("Ctrl+Shift+A",)),
        MenuEntry(
            "rename",
            QT_TRANSLATE_NOOP("Actions", "Rename…"),
            ("F2",),
            separator_before=True,
        ),
        MenuEntry("move", QT_TRANSLATE_NOOP("Actions", "Move To…")),
        MenuEntry("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("Ctrl+D",)),
        MenuEntry(
            "trash",
            QT_TRANSLATE_NOOP("Actions", "Move to Trash"),
            ("Ctrl+Backspace", "Ctrl+Del"),
            separator_before=True,
        ),
    ),
)
