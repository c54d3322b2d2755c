"""The window's actions, created from the tables in `menu_bar` and looked up by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from .menu_bar import MENUS, SPECS, Menu, MenuEntry

_CONTEXT = "Actions"


class Actions(QObject):
    """The window's QActions by name; the owner of the work connects to `triggered`."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for spec in SPECS:
            action = QAction(_translated(spec.text), window)
            action.setObjectName(spec.name)
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(spec.checkable)
            if spec.keys:
                keys = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                action.setToolTip(f"{action.text().removesuffix('…')}  ({keys})")
            action.setMenuRole(spec.role)
            if spec.group:
                group = self._groups.setdefault(spec.group, QActionGroup(self))
                group.addAction(action)
            window.addAction(action)
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def connect_all(self, work: Mapping[str, Callable[[], object]]) -> None:
        """Call `work[name]`, without arguments, whenever the action `name` is triggered."""
        for name, do in work.items():
            self[name].triggered.connect(_slot(do))

    def follow_choice(self, chosen: int) -> None:
        """Enable the actions that need chosen pictures where `chosen` is the number for them."""
        for spec in SPECS:
            if spec.needs:
                self[spec.name].setEnabled(spec.is_on(chosen))

    def fill_menu_bar(self, window: QMainWindow, platform: str = "") -> None:
        """Add the actions to the menu bar, in the order of the tables.

        A Mac has an application menu already, into which Qt moves actions by their menu role,
        wherever they are: there they are added at the end. `platform` "": the current one.
        """
        platform = platform or sys.platform
        bar = window.menuBar()
        own = [menu for menu in MENUS if menu.is_app and platform == "darwin"]
        shown = [(menu, bar.addMenu(_translated(menu.title))) for menu in MENUS if menu not in own]
        for menu, where in (*shown, *((menu, shown[-1][1]) for menu in own)):
            self._fill(where, menu)

    def fill_submenu(self, menu: QMenu, title: str) -> None:
        """Add the actions of the menu bar's submenu `title` to `menu`."""
        for spec in SPECS:
            if spec.submenu == title:
                if spec.separator_before and menu.actions():
                    menu.addSeparator()
                menu.addAction(self._actions[spec.name])

    def _fill(self, shown: QMenu, menu: Menu) -> None:
        title, inner = "", shown
        for spec in menu.specs:
            enters = spec.submenu not in ("", title)
            if not spec.submenu:
                inner = shown
            if spec.separator_before:
                (shown if enters else inner).addSeparator()
            if enters:
                inner = shown.addMenu(_translated(spec.submenu))
            title = spec.submenu
            inner.addAction(self._actions[spec.name])
        if any(spec.name == "minimise" for spec in menu.specs):
            shown.aboutToShow.connect(lambda: _list_windows(shown))


_WINDOW = "window"


def _list_windows(menu: QMenu) -> None:
    """Append the open windows to `menu`, the active one checked; choosing one raises it."""
    for action in menu.actions():
        if action.property(_WINDOW):
            menu.removeAction(action)
            action.deleteLater()
    line = menu.addSeparator()
    line.setProperty(_WINDOW, True)
    for window in QApplication.topLevelWidgets():
        if _is_listed(window):
            entry = menu.addAction(window.windowTitle().replace("[*]", ""))
            entry.setProperty(_WINDOW, True)
            entry.setCheckable(True)
            entry.setChecked(window.isActiveWindow())
            entry.triggered.connect(lambda _=False, window=window: _to_front(window))


def _is_listed(window: QWidget) -> bool:
    kinds = (Qt.WindowType.Window, Qt.WindowType.Dialog)
    return window.isVisible() and window.windowType() in kinds and bool(window.windowTitle())


def _to_front(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()


def _slot(do: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that drops the signal's arguments, whatever optional ones `do` has."""

    def slot() -> None:
        do()

    return slot


def shortcut_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each menu's title with its actions' names and native shortcut texts.

    Menus without shortcuts are left out.
    """
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for menu in MENUS:
        lines = [(_translated(spec.text), keys) for spec in menu.specs if (keys := _keys(spec))]
        if lines:
            groups.append((_translated(menu.title), lines))
    return groups


def _keys(spec: MenuEntry) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    keys = [QKeySequence(key) for key in (*spec.keys[:2], *spec.view_keys)]
    return "  ".join(dict.fromkeys(key.toString(native) for key in keys))


def _translated(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
