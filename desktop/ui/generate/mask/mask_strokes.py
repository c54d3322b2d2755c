"""The mask itself: strokes of brush and eraser, turned round, cleared, and all of it undone."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen

MAX_SIDE = 2048
"""Pixels of a mask's longest side: finer than any latent, and quick to paint on."""
_UNDO_BYTES = 96 * 2**20
_GREY = QImage.Format.Format_Grayscale8


class MaskStrokes(QObject):
    """White is drawn anew. Signals: `changed()`, other pixels or another history."""

    changed = Signal()

    def __init__(self, size: QSize, mask: QImage | None = None) -> None:
        super().__init__()
        bound = QSize(MAX_SIDE, MAX_SIDE)
        if max(size.width(), size.height()) > MAX_SIDE:
            size = size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio)
        if mask is None or mask.isNull():
            self.image = QImage(size, _GREY)
            self.image.fill(0)
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            whole = Qt.AspectRatioMode.IgnoreAspectRatio
            self.image = mask.scaled(size, whole, smooth).convertToFormat(_GREY)
        self._undo: list[QImage] = []
        self._redo: list[QImage] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self._redo)

    def is_empty(self) -> bool:
        """Whether nothing at all is drawn anew."""
        white = self.image.constBits()
        return not any(memoryview(white))

    def begin(self) -> None:
        """What follows, up to the next `begin`, is undone as one."""
        self._undo.append(QImage(self.image))
        self._redo.clear()
        most = max(4, _UNDO_BYTES // max(1, self.image.sizeInBytes()))
        del self._undo[:-most]

    def stroke(self, start: QPointF, end: QPointF, width: float, *, erase: bool) -> QRect:
        """Paint from `start` to `end` (mask pixels) with a round brush; returns what it touched."""
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor("black" if erase else "white")
        if start == end:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(start, width / 2, width / 2)
        else:
            cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
            painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, cap, join))
            painter.drawLine(QLineF(start, end))
        painter.end()
        self.changed.emit()
        margin = round(width / 2) + 2
        touched = QRect(start.toPoint(), end.toPoint()).normalized()
        return touched.adjusted(-margin, -margin, margin, margin)

    def invert(self) -> None:
        """Draw anew what stayed, and keep what was painted."""
        self.begin()
        self.image.invertPixels(QImage.InvertMode.InvertRgb)
        self.changed.emit()

    def clear(self) -> None:
        """Take everything away."""
        self.begin()
        self.image.fill(0)
        self.changed.emit()

    def undo(self) -> None:
        """Take the last stroke, or what was done last, back."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(self._redo, self._undo)

    def _step(self, source: list[QImage], target: list[QImage]) -> None:
        if source:
            target.append(self.image)
            self.image = source.pop()
            self.changed.emit()
