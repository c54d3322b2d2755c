"""What an entry of the menu bar is, as data."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction

Role = QAction.MenuRole


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the menu bar. `keys` in Qt's portable form: Ctrl is Cmd on a Mac.

    Keys in `view_keys` act only while the gallery has the focus (they would type elsewhere);
    the gallery handles them itself, and Help lists them. Entries next to each other with the same
    `submenu` (its title) stand in it together; of the checkable ones with the same `group` only
    one is checked at a time. `text` and `submenu` are marked with QT_TRANSLATE_NOOP("Actions", …).
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


@dataclass(frozen=True)
class Menu:
    """One menu of the bar. On a Mac `is_app` entries go to the system's own menu by their role."""

    title: str
    specs: tuple[MenuEntry, ...]
    is_app: bool = False
