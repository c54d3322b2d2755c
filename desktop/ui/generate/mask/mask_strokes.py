"""The mask itself: strokes of brush and eraser, inverted, cleared, with undo and redo."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen

MAX_SIDE = 2048
"""Longest side of a mask in pixels: finer than any latent, and fast to paint on."""
_UNDO_BYTES = 96 * 2**20
_GREY = QImage.Format.Format_Grayscale8


class MaskStrokes(QObject):
    """A mask under edit; white is regenerated. Signals: `changed()`, pixels or history changed."""

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
        """Whether a step can be undone."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether a step can be redone."""
        return bool(self._redo)

    def is_empty(self) -> bool:
        """Return whether no pixel of the mask is to be regenerated."""
        white = self.image.constBits()
        return not any(memoryview(white))

    def begin(self) -> None:
        """Begin an undo step, which lasts until the next `begin`."""
        self._undo.append(QImage(self.image))
        self._redo.clear()
        most = max(4, _UNDO_BYTES // max(1, self.image.sizeInBytes()))
        del self._undo[:-most]

    def stroke(self, start: QPointF, end: QPointF, width: float, *, erase: bool) -> QRect:
        """Paint from `start` to `end` (mask pixels) with a round brush; return its rectangle."""
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
        """Invert the mask."""
        self.begin()
        self.image.invertPixels(QImage.InvertMode.InvertRgb)
        self.changed.emit()

    def clear(self) -> None:
        """Clear the mask."""
        self.begin()
        self.image.fill(0)
        self.changed.emit()

    def undo(self) -> None:
        """Undo the last stroke or other step."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Redo the last undone step."""
        self._step(self._redo, self._undo)

    def _step(self, source: list[QImage], target: list[QImage]) -> None:
        if source:
            target.append(self.image)
            self.image = source.pop()
            self.changed.emit()
