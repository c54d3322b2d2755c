"""The dark toolbar below a picture that fills the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.theme import icons

_SIDE = 18


class ViewerBar(QFrame):
    """A bar with title and facts on the left and buttons on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewerBar")
        self.setFixedHeight(56)
        self.title = ElidedLabel()
        self.title.setObjectName("viewerTitle")
        self.facts = ElidedLabel()
        self.facts.setObjectName("viewerFacts")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 12, 0)
        self._row.setSpacing(4)
        self._row.addLayout(words, 1)

    def show_words(self, title: str, facts: str) -> None:
        """Show title and facts."""
        self.title.set_full_text(title)
        self.facts.set_full_text(facts)
        self.facts.setVisible(bool(facts))

    def add_button(self, name: str, words: str, *, checkable: bool = False) -> QToolButton:
        """Add a button with the icon `name`."""
        button = QToolButton()
        button.setIcon(light_icon(name, self.devicePixelRatioF()))
        button.setIconSize(QSize(_SIDE, _SIDE))
        button.setCheckable(checkable)
        return self._add(button, words)

    def add_text(self, words: str, width: int) -> QToolButton:
        """Add a text button, at least `width` pixels wide."""
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setMinimumWidth(width)
        return self._add(button, words)

    def add_action(self, name: str, action: QAction) -> QToolButton:
        """Add a button that triggers `action` and follows its enabled state."""
        button = self.add_button(name, action.text())

        def follow() -> None:
            button.setEnabled(action.isEnabled())

        action.changed.connect(follow)
        button.clicked.connect(action.trigger)
        follow()
        return button

    def add_menu(self, name: str, words: str, actions: Sequence[QAction]) -> QToolButton:
        """Add a button with a menu of `actions`."""
        button = self.add_button(name, words)
        menu = QMenu(button)
        menu.addActions(list(actions))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def add_gap(self) -> None:
        """Add space between two groups of buttons."""
        self._row.addSpacing(12)

    def _add(self, button: QToolButton, words: str) -> QToolButton:
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the picture keeps the keyboard focus
        self._row.addWidget(button)
        return button


def light_icon(name: str, ratio: float) -> QIcon:
    """Return one of Easel's icons for a dark ground, in either appearance."""
    return QIcon(icons.pixmap(name, _SIDE, QColor("#f2f2f4"), max(2.0, ratio)))
