"""The context menu of the chosen pictures: the most frequent actions, in groups."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.imaging.finder_colours import COLOURS
from desktop.ui.menus.actions import Actions

_FROM = ("edit_picture", "use_reference", "start_image", "paint_mask")
_VARIANTS = ("more_like_this", "vary_part", "extend", "upscale")
GO_ON = (*_FROM, *_VARIANTS)
"""Actions that generate another picture from the current one."""
_GROUPS = (
    ("open", "quick_look", "compare", "compare_original", "show_origin", "show_outcome"),
    _FROM,
    _VARIANTS,
    ("use_settings", "copy_settings"),
    ("rating", "tags", "albums"),
    ("copy", "duplicate", "rename", "move"),
    ("save_as", "export", "contact_sheet", "share", "reveal"),
    ("trash",),
)
_WHERE_POSSIBLE = ("compare", "compare_original", "show_origin")


def go_on_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Return the inspector button's menu of actions that generate from the picture."""
    menu = QMenu(parent)
    menu.addActions([actions[name] for name in GO_ON])
    return menu


def picture_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Return a new menu; the caller deletes it."""
    menu = QMenu(parent)
    for group in _GROUPS:
        for name in group:
            if name == "rating":
                rating = menu.addMenu(QCoreApplication.translate("Actions", "Rating"))
                rating.addActions([actions[f"stars_{number}"] for number in range(6)])
            elif name == "tags":
                tags = menu.addMenu(QCoreApplication.translate("Actions", "Tags"))
                tags.addActions([actions[f"tag_{colour}"] for colour in COLOURS])
                tags.addSeparator()
                tags.addAction(actions["other_tags"])
            elif name not in _WHERE_POSSIBLE or actions[name].isEnabled():
                menu.addAction(actions[name])
        menu.addSeparator()
    return menu
