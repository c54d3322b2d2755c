"""A search field with a magnifying glass and a clear button."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desktop.ui.theme.icons import icon


class SearchField(QLineEdit):
    """A line edit styled as a search field; `name` and `hint` are translated already."""

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.addAction(
            QAction(icon("search"), name, self), QLineEdit.ActionPosition.LeadingPosition
        )
        for button in self.findChildren(QToolButton):
            action = cast("QAction | None", button.defaultAction())
            if action is None or not action.text():
                button.setAccessibleName(self.tr("Clear"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Escape; leave Escape in an empty field to the parent."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
