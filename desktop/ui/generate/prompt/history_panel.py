"""The panel of earlier prompts, with a search field, below its button."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.storage.prompt_history import PromptEntry, PromptHistory
from desktop.ui.controls.popups.popover import Popover
from desktop.ui.controls.search_field import SearchField
from desktop.ui.theme.theme import scaled_font

_WIDTH, _HEIGHT = 340, 320


class HistoryPanel(Popover):
    """The panel. Signals: `chosen(Entry)`, a prompt to reuse; `cleared()`."""

    chosen = Signal(object)
    cleared = Signal()

    def __init__(self, history: PromptHistory, window: QWidget) -> None:
        super().__init__(window)
        self._history = history
        self.setAccessibleName(self.tr("Earlier prompts"))
        self.setFixedSize(_WIDTH, _HEIGHT)
        title = QLabel(self.tr("Earlier prompts"))
        title.setFont(scaled_font(title, 1.0, bold=True))
        self.clear = QPushButton(self.tr("Forget All"))
        self.clear.setProperty("kind", "link")
        self.clear.setAccessibleName(self.tr("Forget all earlier prompts"))
        self.search = SearchField(self.tr("Search in earlier prompts"), self.tr("Search"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Earlier prompts"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = QLabel()
        self.empty.setProperty("tone", "secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.search.textChanged.connect(lambda: self._fill())
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.clear.clicked.connect(self._forget)

    def toggle(self, anchor: QWidget) -> None:
        """Open below `anchor` with an empty search, or close."""
        self.search.clear()
        self._fill()
        super().toggle(anchor)
        if self.isVisible():
            self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Forward arrow keys and Return in the search field to the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = cast("QListWidgetItem | None", self.list.currentItem())
                if item is not None:
                    self._choose(item)
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        self.list.clear()
        for entry in self._history.find(self.search.text()):
            item = QListWidgetItem(" ".join(entry.prompt.split()))
            item.setData(Qt.ItemDataRole.UserRole, (entry.prompt, entry.negative_prompt))
            item.setToolTip(entry.prompt[:1000])
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        some = self.list.count() > 0
        self.list.setVisible(some)
        self.empty.setVisible(not some)
        self.clear.setVisible(bool(self._history.entries()))
        self.empty.setText(
            self.tr("No earlier prompt has these words.")
            if self.search.text()
            else self.tr("Prompts that you draw are listed here.")
        )

    def _choose(self, item: QListWidgetItem) -> None:
        prompt, negative = item.data(Qt.ItemDataRole.UserRole)
        self.close_panel()
        self.chosen.emit(PromptEntry(prompt, negative))

    def _forget(self) -> None:
        self._history.clear()
        self._fill()
        self.cleared.emit()
