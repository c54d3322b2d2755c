"""A chip of the filter bar: a filter, its choice and the menu of choices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.controls.popups.stay_open_menu import StayOpenMenu
from desktop.ui.theme.icons import icon

_MOST_LETTERS = 24


class FilterChip(QPushButton):
    """A chip; `fill(menu)` adds the choices each time the menu opens."""

    def __init__(
        self,
        name: str,
        fill: Callable[[StayOpenMenu], None],
        tip: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self.name = name
        self.setProperty("kind", "filter")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip)
        self.setIcon(icon("chevron-down"))
        self.setIconSize(QSize(10, 10))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron after the words
        self._fill = fill
        self.clicked.connect(self.open_menu)
        self.show_choice("")

    def show_choice(self, words: str) -> None:
        """Show the current choice, "" for none."""
        short = words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 1] + "…"
        self.setText(f"{self.name}: {short} " if words else f"{self.name} ")
        self.setChecked(bool(words))
        self._chosen = bool(words)
        self.setAccessibleName(f"{self.name}: {words}" if words else self.name)

    def open_menu(self) -> None:
        """Open the menu below the chip."""
        self.setChecked(self._chosen)
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def make_menu(self) -> StayOpenMenu:
        """Return the menu with the current choices."""
        menu = StayOpenMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.setToolTipsVisible(True)
        self._fill(menu)
        return menu


def add_choice(
    menu: StayOpenMenu,
    words: str,
    checked: bool,
    choose: Callable[[bool], object],
    picture: QIcon | None = None,
) -> QAction:
    """Add a checkable entry."""
    action = menu.addAction(words.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(checked)
    if picture is not None:
        action.setIcon(picture)
    action.triggered.connect(choose)
    return action


def counted(words: str, count: int) -> str:
    """Return a choice's text with its number of pictures."""
    return f"{words}  ({count:,})"


def joined(words: list[str]) -> str:
    """Return a chip's text for several choices."""
    return words[0] if len(words) == 1 else f"{words[0]} +{len(words) - 1}" if words else ""
