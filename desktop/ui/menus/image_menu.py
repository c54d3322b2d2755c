"""The Image menu as data: drawing, then what is done with the chosen pictures."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry, for_one, for_pictures

ORIGIN = QT_TRANSLATE_NOOP("Actions", "Origin")
CONTINUE = QT_TRANSLATE_NOOP("Actions", "Continue from Here")
RATING = QT_TRANSLATE_NOOP("Actions", "Rating")
TAGS = QT_TRANSLATE_NOOP("Actions", "Tags")
"""Titles of the submenus, which other menus of pictures have too."""


def _stars(number: int, text: str) -> MenuEntry:
    return for_pictures(
        f"stars_{number}",
        text,
        view_keys=(str(number),),
        checkable=True,
        submenu=RATING,
        separator_before=number == 0,
    )


def _tag(name: str, text: str) -> MenuEntry:
    return for_pictures(f"tag_{name}", text, checkable=True, submenu=TAGS)


_DRAWING = (
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
    MenuEntry("cancel", QT_TRANSLATE_NOOP("Actions", "Cancel"), ("Ctrl+.",)),
    MenuEntry("keep_live", QT_TRANSLATE_NOOP("Actions", "Keep Live Picture"), ("Ctrl+Shift+L",)),
)
_LOOKING = (
    for_pictures(
        "open", QT_TRANSLATE_NOOP("Actions", "Open"), view_keys=("Return",), separator_before=True
    ),
    for_pictures(
        "quick_look",
        QT_TRANSLATE_NOOP("Actions", "Quick Look"),
        ("Ctrl+Y",),
        view_keys=("Space",),
    ),
    MenuEntry("compare", QT_TRANSLATE_NOOP("Actions", "Compare"), ("Ctrl+Shift+K",), needs="two"),
    MenuEntry(
        "compare_original",
        QT_TRANSLATE_NOOP("Actions", "Compare with Its Original"),
        ("Ctrl+Alt+K",),
        submenu=ORIGIN,
    ),
    MenuEntry(
        "show_origin", QT_TRANSLATE_NOOP("Actions", "Show Origin"), ("Ctrl+Alt+O",), submenu=ORIGIN
    ),
    MenuEntry(
        "show_outcome",
        QT_TRANSLATE_NOOP("Actions", "Show What Came of It"),
        ("Ctrl+Alt+Shift+O",),
        submenu=ORIGIN,
    ),
)
_DRAWING_ON = (
    for_pictures(
        "use_settings",
        QT_TRANSLATE_NOOP("Actions", "Use All Settings"),
        ("Ctrl+U",),
        separator_before=True,
    ),
    for_pictures(
        "copy_settings", QT_TRANSLATE_NOOP("Actions", "Copy Settings as Text"), ("Ctrl+Shift+C",)
    ),
    for_pictures(
        "edit_picture",
        QT_TRANSLATE_NOOP("Actions", "Edit This Picture"),
        ("Ctrl+Alt+E",),
        submenu=CONTINUE,
    ),
    for_pictures(
        "use_reference",
        QT_TRANSLATE_NOOP("Actions", "Use as Reference"),
        ("Ctrl+Alt+R",),
        submenu=CONTINUE,
    ),
    for_pictures(
        "start_image",
        QT_TRANSLATE_NOOP("Actions", "Use as Starting Image"),
        ("Ctrl+E",),
        submenu=CONTINUE,
    ),
    for_pictures(
        "paint_mask",
        QT_TRANSLATE_NOOP("Actions", "Paint a Mask…"),
        ("Ctrl+Shift+P",),
        submenu=CONTINUE,
    ),
    for_one(
        "more_like_this",
        QT_TRANSLATE_NOOP("Actions", "More Like This…"),
        ("Ctrl+Alt+V",),
        submenu=CONTINUE,
        separator_before=True,
    ),
    for_one(
        "vary_part",
        QT_TRANSLATE_NOOP("Actions", "Vary a Part…"),
        ("Ctrl+Alt+P",),
        submenu=CONTINUE,
    ),
    for_one("extend", QT_TRANSLATE_NOOP("Actions", "Extend…"), ("Ctrl+Alt+X",), submenu=CONTINUE),
    for_pictures(
        "upscale", QT_TRANSLATE_NOOP("Actions", "Upscale…"), ("Ctrl+Shift+U",), submenu=CONTINUE
    ),
)
_MARKING = (
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
    for_pictures(
        "other_tags",
        QT_TRANSLATE_NOOP("Actions", "Other Tags…"),
        submenu=TAGS,
        separator_before=True,
    ),
    for_pictures("albums", QT_TRANSLATE_NOOP("Actions", "Albums…"), ("Ctrl+Shift+A",)),
    for_pictures("new_album", QT_TRANSLATE_NOOP("Actions", "New Album from the Selection…")),
)
_FILING = (
    for_one("rename", QT_TRANSLATE_NOOP("Actions", "Rename"), ("F2",), separator_before=True),
    for_pictures("move", QT_TRANSLATE_NOOP("Actions", "Move To…")),
    for_pictures("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("Ctrl+D",)),
    for_pictures(
        "trash",
        QT_TRANSLATE_NOOP("Actions", "Move to Trash"),
        ("Ctrl+Backspace", "Ctrl+Del"),
        view_keys=("Del",),
        separator_before=True,
    ),
)
IMAGE_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Image"),
    (*_DRAWING, *_LOOKING, *_DRAWING_ON, *_MARKING, *_FILING),
)
