"""The list of completions below the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QListWidget, QWidget

_GAP = 4
_LEAST_WIDTH, _MOST_WIDTH = 160, 420


class CompletionList(QListWidget):
    """A list over its parent, the window, that never takes the focus.

    No window of its own: an input method goes on composing while the list opens and closes.

    Signals: `clicked_row(int)`.
    """

    clicked_row = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("completions")
        self.setAccessibleName(self.tr("Completions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.clicked.connect(lambda: self.clicked_row.emit(self.currentRow()))
        self.hide()

    @property
    def chosen(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentRow() if self.isVisible() else -1

    def offer(self, texts: Sequence[str], row: int, cursor: QRect) -> None:
        """Show `texts` with `row` chosen (-1: none), below `cursor` or else above it.

        `cursor` is in the parent's coordinates.
        """
        self.clear()
        self.addItems(list(texts))
        self.setCurrentRow(row)
        room = self._window.rect()
        margins = self.contentsMargins()
        width = self.sizeHintForColumn(0) + margins.left() + margins.right()
        width = max(_LEAST_WIDTH, min(width, _MOST_WIDTH, room.width()))
        height = len(texts) * self.sizeHintForRow(0) + margins.top() + margins.bottom()
        below = cursor.bottom() + _GAP
        top = below if below + height <= room.bottom() else cursor.top() - _GAP - height
        left = max(0, min(cursor.left(), room.right() - width))
        self.setGeometry(left, top, width, height)
        self.raise_()
        self.show()

    def step(self, rows: int) -> None:
        """Choose the row that many further on, or none above the first."""
        row = min(self.currentRow() + rows, self.count() - 1)
        self.setCurrentRow(max(row, -1))
        if row >= 0:  # a screen reader follows the focus, which stays in the text
            event = QAccessibleAnnouncementEvent(self, self.item(row).text())
            QAccessible.updateAccessibility(event)
