"""A vertically scrolling column that gives wrapped text its full height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class ColumnArea(QScrollArea):
    """A scroll area that doesn't squeeze height-for-width content, unlike QScrollArea.

    Signals: `fitted(int)`, the content's full height in pixels, after each new layout.
    """

    fitted = Signal(int)

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.installEventFilter(self)

    def reveal(self, widget: QWidget) -> None:
        """Scroll until `widget`, a child of the column, is visible; a tall one from its top."""
        self._fit()
        self._content.resize(self._content.width(), self._content.minimumHeight())
        bar, top = self.verticalScrollBar(), widget.mapTo(self._content, QPoint()).y()
        below = top + widget.height() - self.viewport().height()
        if top < bar.value() or below > bar.value():
            bar.setValue(min(top, max(below, 0)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        layout = self._content.layout()
        if layout is None:
            return
        width = self.viewport().width()
        height = layout.totalHeightForWidth(width)
        if height < 0:
            height = layout.totalMinimumSize().height()
        self._content.setMinimumHeight(height)
        self.fitted.emit(height)
