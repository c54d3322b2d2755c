"""A labeled check box."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.ui.theme import icons

_BOX = 16
_GAP = 8


class Toggle(QCheckBox):
    """A check box. Signals: `value_changed(object)`, a bool, for the user's changes only."""

    value_changed = Signal(object)

    def __init__(self, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.clicked.connect(self._on_click)

    def set_value(self, value: bool) -> None:
        """Show `value`."""
        self.setChecked(value)

    def _on_click(self, on: bool) -> None:
        self.value_changed.emit(on)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(_BOX + _GAP + words.width() + 2, max(22, words.height() + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(_BOX + _GAP + 40, self.sizeHint().height())

    def hitButton(self, _pos: object) -> bool:
        """Return True everywhere: the label is as clickable as the box."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        on, enabled = self.isChecked(), self.isEnabled()
        top = (self.height() - _BOX) / 2
        box = QRectF(0.5, top + 0.5, _BOX - 1, _BOX - 1)
        filled = role.Accent if on and enabled else role.Base if enabled else role.Window
        edge = role.Accent if self.hasFocus() or (on and enabled) else role.Dark
        painter.setBrush(palette.color(filled))
        painter.setPen(QPen(palette.color(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(box, 4, 4)
        words = palette.color(role.WindowText)
        if on:
            color = palette.color(role.HighlightedText) if enabled else words
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(QPointF(1, top + 1), icons.pixmap("check", _BOX - 2, color, ratio))
        painter.setPen(words)
        place = self.rect().adjusted(_BOX + _GAP, 0, 0, 0)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
