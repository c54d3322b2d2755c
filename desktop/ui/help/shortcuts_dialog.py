"""Help: every keyboard shortcut, taken from the tables that define them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.menus.actions import shortcut_groups
from desktop.ui.theme.theme import scaled_font


class ShortcutsDialog(QDialog):
    """A read-only list, menu by menu; the dialog deletes itself when closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(24, 16, 24, 24)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        for title, lines in shortcut_groups():
            self._add_group(title, lines)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setAccessibleName(self.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        bar = area.verticalScrollBar().sizeHint().width()
        close = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        close.activated.connect(self.close)
        self.resize(max(400, content.sizeHint().width() + bar), 560)

    def _add_group(self, title: str, lines: list[tuple[str, str]]) -> None:
        heading = QLabel(title)
        heading.setFont(scaled_font(heading, 1.0, bold=True))
        heading.setContentsMargins(0, 8, 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        for text, keys in lines:
            row = self._grid.rowCount()
            key = QLabel(keys)
            key.setProperty("tone", "secondary")
            self._grid.addWidget(QLabel(text), row, 0)
            self._grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
