"""A tile with a model's family in it, so that the eye finds a kind of model in a long list."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import scaled_font

SIDE = 44
_HUES = {"XL": 262, "SSD": 292, "2.1": 200, "2": 200, "1.5": 152, "1.4": 152, "E": 24}
_OTHER_HUE = 214


class FamilyBadge(QWidget):
    """The tile; decoration, so that screen readers pass it by."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setFixedSize(SIDE, SIDE)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_badge(painter, QRectF(self.rect()), self._text, self)


def draw_badge(painter: QPainter, box: QRectF, text: str, widget: QWidget) -> None:
    """Draw the tile with `text` into `box`, in a colour of its own."""
    hue = _HUES.get(text, _OTHER_HUE)
    fill = QLinearGradient(box.topLeft(), box.bottomLeft())
    fill.setColorAt(0, QColor.fromHsl(hue, 120, 138))
    fill.setColorAt(1, QColor.fromHsl(hue, 120, 102))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, box.width() * 0.23, box.width() * 0.23)
    painter.setFont(scaled_font(widget, 0.85 if len(text) > 3 else 1.0, bold=True))
    painter.setPen(QColor("white"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
