"""The menu bar as data, one module a menu.

To add an entry: put a `MenuEntry` into the menu's module and connect `actions["its name"].triggered`
where the work is done. Its shortcut, its line in Help and the collision test come by themselves.
"""

from . import (
    app_menu as easel,
)
from . import (
    edit_menu as edit,
)
from . import (
    file_menu as file,
)
from . import (
    help_menu as help,
)
from . import (
    image_menu as image,
)
from . import (
    models_menu as models,
)
from . import (
    view_menu as view,
)
from . import (
    window_menu as window,
)
from .menu_entry import Menu, MenuEntry

__all__ = ["MENUS", "SPECS", "Menu", "MenuEntry"]

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
SPECS: tuple[MenuEntry, ...] = tuple(spec for menu in MENUS for spec in menu.specs)
