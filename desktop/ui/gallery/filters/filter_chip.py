"""One chip of the filter bar: what it narrows by, what is chosen, and the menu to choose from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.ui.controls.stay_open_menu import StayOpenMenu
from desktop.ui.theme.icons import icon

_MOST_LETTERS = 24


class FilterChip(QPushButton):
    """`fill(menu)` puts the choices in whenever the menu opens."""

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
        """Show what is chosen, "" for nothing."""
        short = words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 1] + "…"
        self.setText(f"{self.name}: {short} " if words else f"{self.name} ")
        self.setChecked(bool(words))
        self._chosen = bool(words)
        self.setAccessibleName(f"{self.name}: {words}" if words else self.name)

    def open_menu(self) -> None:
        """Let the user choose, below the chip."""
        self.setChecked(self._chosen)
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def make_menu(self) -> StayOpenMenu:
        """The menu as it would open now."""
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
    """Add an entry that can be ticked."""
    action = menu.addAction(words.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(checked)
    if picture is not None:
        action.setIcon(picture)
    action.triggered.connect(choose)
    return action


def counted(words: str, count: int) -> str:
    """A choice with how many pictures it has."""
    return f"{words}  ({count:,})"


def joined(words: list[str]) -> str:
    """What a chip says of several choices."""
    return words[0] if len(words) == 1 else f"{words[0]} +{len(words) - 1}" if words else ""
