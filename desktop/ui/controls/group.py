"""A collapsible group of controls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme.icons import icon
from desktop.ui.theme.theme import scaled_font

from .form import heading_font

_BELOW = 10
_SECONDARY = QPalette.ColorRole.PlaceholderText


class CollapsibleGroup(QWidget):
    """A heading with a disclosure triangle and its content.

    Signals: `toggled(bool)`, the user opened or closed the group.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.heading = QPushButton()
        self.heading.setObjectName("disclosure")
        self.heading.setText(title)
        self.heading.setAccessibleName(title)
        self.heading.setFont(heading_font(self.heading))
        self.heading.setCheckable(True)
        self.heading.setIconSize(QSize(14, 14))
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.clicked.connect(self._on_click)
        self.summary = QLabel()
        self.summary.setProperty("tone", "secondary")
        self.summary.setFont(scaled_font(self.summary, 0.85))
        self.summary.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.summary.setBuddy(self.heading)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.summary)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(content)
        self.set_open(True)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.heading.isChecked()

    def set_open(self, opened: bool) -> None:
        """Open or close the group."""
        self.heading.setChecked(opened)
        self.heading.setIcon(icon("chevron-down" if opened else "chevron-right", _SECONDARY))
        self.content.setVisible(opened)
        self._column.setContentsMargins(0, 0, 0, _BELOW if opened else 0)
        self._show_summary()

    def set_summary(self, text: str) -> None:
        """Set the short summary of the settings shown while collapsed; "" for none."""
        self.summary.setText(text)
        self.heading.setAccessibleDescription(text)
        self._show_summary()

    def _show_summary(self) -> None:
        self.summary.setVisible(bool(self.summary.text()) and not self.is_open)

    def _on_click(self, opened: bool) -> None:
        self.set_open(opened)
        self.toggled.emit(opened)
