"""The View menu: panels, tiles, order, full screen."""

from __future__ import annotations

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry

_SORT = QT_TRANSLATE_NOOP("Actions", "Sort Pictures")

MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "View"),
    (
        MenuEntry("show_queue", QT_TRANSLATE_NOOP("Actions", "Queue"), ("Ctrl+0",)),
        MenuEntry(
            "show_sidebar", QT_TRANSLATE_NOOP("Actions", "Controls"), ("Ctrl+1",), checkable=True
        ),
        MenuEntry(
            "show_inspector", QT_TRANSLATE_NOOP("Actions", "Inspector"), ("Ctrl+2",), checkable=True
        ),
        MenuEntry(
            "larger",
            QT_TRANSLATE_NOOP("Actions", "Larger Tiles"),
            ("Ctrl+=", "Ctrl++"),
            separator_before=True,
        ),
        MenuEntry("smaller", QT_TRANSLATE_NOOP("Actions", "Smaller Tiles"), ("Ctrl+-",)),
        MenuEntry(
            "sort_newest",
            QT_TRANSLATE_NOOP("Actions", "Newest First"),
            checkable=True,
            group="sort",
            submenu=_SORT,
            separator_before=True,
        ),
        MenuEntry(
            "sort_oldest",
            QT_TRANSLATE_NOOP("Actions", "Oldest First"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_name",
            QT_TRANSLATE_NOOP("Actions", "By Name"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_seed",
            QT_TRANSLATE_NOOP("Actions", "By Seed"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_model",
            QT_TRANSLATE_NOOP("Actions", "By Model"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_stars",
            QT_TRANSLATE_NOOP("Actions", "By Rating"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "show_filters",
            QT_TRANSLATE_NOOP("Actions", "Filters"),
            ("Ctrl+Shift+F",),
            checkable=True,
        ),
        MenuEntry(
            "full_screen",
            QT_TRANSLATE_NOOP("Actions", "Full Screen"),
            ("Ctrl+Meta+F", "F11"),
            separator_before=True,
        ),
    ),
)
