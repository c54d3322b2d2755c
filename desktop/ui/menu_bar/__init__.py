"""The menu bar as data, one module a menu.

To add an entry: put a `Spec` into the menu's module and connect `actions["its name"].triggered`
where the work is done. Its shortcut, its line in Help and the collision test come by themselves.
"""

from . import easel, edit, file, help, image, models, view, window
from .spec import Menu, Spec

__all__ = ["MENUS", "SPECS", "Menu", "Spec"]

MENUS: tuple[Menu, ...] = (
    easel.MENU,
    file.MENU,
    edit.MENU,
    view.MENU,
    image.MENU,
    models.MENU,
    window.MENU,
    help.MENU,
)
SPECS: tuple[Spec, ...] = tuple(spec for menu in MENUS for spec in menu.specs)
