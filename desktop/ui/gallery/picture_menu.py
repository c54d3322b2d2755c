"""The context menu of the chosen pictures: the most frequent actions, in groups."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.menus.actions import Actions
from desktop.ui.menus.image_menu import CONTINUE, IMAGE_MENU, ORIGIN, RATING, TAGS

GO_ON = tuple(entry.name for entry in IMAGE_MENU.specs if entry.submenu == CONTINUE)
"""Actions that generate another picture from the current one."""
_SUBMENUS = (ORIGIN, CONTINUE, RATING, TAGS)
GROUPS = (
    ("open", "quick_look", "compare", ORIGIN),
    (CONTINUE, "use_settings", "copy_settings"),
    (RATING, TAGS, "albums"),
    ("copy", "duplicate", "rename", "move"),
    ("save_as", "export", "contact_sheet", "share", "reveal"),
    ("trash",),
)


def go_on_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Return the inspector button's menu of actions that generate from the picture."""
    menu = QMenu(parent)
    actions.fill_submenu(menu, CONTINUE)
    return menu


def picture_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Return a new menu; the caller deletes it."""
    menu = QMenu(parent)
    for group in GROUPS:
        for name in group:
            if name in _SUBMENUS:
                title = QCoreApplication.translate("Actions", name)
                actions.fill_submenu(menu.addMenu(title), name)
            elif name != "compare" or actions[name].isEnabled():
                menu.addAction(actions[name])
        menu.addSeparator()
    return menu
