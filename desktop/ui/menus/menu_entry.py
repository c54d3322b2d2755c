"""Menu bar entries as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtGui import QAction

Role = QAction.MenuRole


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the menu bar; `keys` in Qt's portable form: Ctrl is Cmd on a Mac.

    Keys in `view_keys` act only while the gallery has the focus (elsewhere they would type); the
    gallery handles them itself, and Help lists them. Adjacent entries with the same `submenu` (its
    title) share that submenu; checkable entries with the same `group` are mutually exclusive.
    `text` and `submenu` are marked with QT_TRANSLATE_NOOP("Actions", …).
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    view_keys: tuple[str, ...] = ()
    checkable: bool = False
    group: str = ""
    submenu: str = ""
    role: QAction.MenuRole = Role.NoRole
    separator_before: bool = False
    needs: Literal["", "some", "one", "two"] = ""
    """How many chosen pictures it needs; without them it is off."""

    def is_on(self, chosen: int) -> bool:
        """Return whether the entry is enabled with `chosen` pictures."""
        fits = {"": True, "some": chosen > 0, "one": chosen == 1, "two": chosen == 2}
        return fits[self.needs]


for_pictures = partial(MenuEntry, needs="some")
for_one = partial(MenuEntry, needs="one")


@dataclass(frozen=True)
class Menu:
    """A menu of the bar. On a Mac `is_app` entries go to the application menu by their role."""

    title: str
    specs: tuple[MenuEntry, ...]
    is_app: bool = False
