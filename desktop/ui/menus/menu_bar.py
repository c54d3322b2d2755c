"""The menu bar as data, one module a menu.

To add an entry: put a `MenuEntry` into the menu's module and connect
`actions["its name"].triggered` where the work is done. Its shortcut,
its line in Help and the collision test come by themselves.
"""

from . import (
    app_menu,
    edit_menu,
    file_menu,
    help_menu,
    image_menu,
    models_menu,
    view_menu,
    window_menu,
)
from .menu_entry import Menu, MenuEntry

__all__ = ["MENUS", "SPECS", "Menu", "MenuEntry"]

MENUS: tuple[Menu, ...] = (
    app_menu.MENU,
    file_menu.MENU,
    edit_menu.MENU,
    view_menu.MENU,
    image_menu.MENU,
    models_menu.MENU,
    window_menu.MENU,
    help_menu.MENU,
)
SPECS: tuple[MenuEntry, ...] = tuple(spec for menu in MENUS for spec in menu.specs)
