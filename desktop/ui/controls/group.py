"""A group of controls that folds away and tells whether it is open."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.icons import icon

_SECONDARY = QPalette.ColorRole.PlaceholderText


class Group(QWidget):
    """A heading with a triangle, and what it opens.

    Signals: `toggled(bool)`, the user opened or closed it.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.heading = QPushButton()
        self.heading.setObjectName("disclosure")
        self.heading.setText(title)
        self.heading.setAccessibleName(title)
        self.heading.setCheckable(True)
        self.heading.setIconSize(QSize(14, 14))
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.clicked.connect(self._on_click)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(content)
        self.set_open(True)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.heading.isChecked()

    def set_open(self, opened: bool) -> None:
        """Open or close it."""
        self.heading.setChecked(opened)
        self.heading.setIcon(icon("chevron-down" if opened else "chevron-right", _SECONDARY))
        self.content.setVisible(opened)

    def _on_click(self, opened: bool) -> None:
        self.set_open(opened)
        self.toggled.emit(opened)
