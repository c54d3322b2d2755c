"""The strip of clickable thumbnails of neighboring pictures below the full picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.gallery.list.gallery_model import GalleryModel
from desktop.ui.imaging.picture_shapes import draw_rounded, fitted
from desktop.ui.imaging.thumbnails import Thumbnails

HEIGHT = 68
_SIDE, _GAP = 52, 8
_PIXELS = 128


class Filmstrip(QWidget):
    """The thumbnails around a row of the gallery. Signals: `row_chosen(int)`."""

    row_chosen = Signal(int)

    def __init__(
        self, pictures: GalleryModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pictures, self._thumbnails = pictures, thumbnails
        self._row = 0
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Neighboring pictures"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        thumbnails.ready.connect(lambda: self.update())

    def show_row(self, row: int) -> None:
        """Center the picture at `row`."""
        self._row = row
        self.update()

    def row_at(self, x: float) -> int:
        """Return the gallery's row at `x` (pixels), or -1."""
        away = round((x - self.width() / 2) / (_SIDE + _GAP))
        row = self._row + away
        return row if 0 <= row < self._pictures.rowCount() else -1

    def place_of(self, row: int) -> QPointF:
        """Return the center of the picture at `row`, in pixels."""
        return QPointF(self.width() / 2 + (row - self._row) * (_SIDE + _GAP), self.height() / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().x())
        if row >= 0:
            self.row_chosen.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(self.rect(), QColor("#141416"))
        side = self.width() // (2 * (_SIDE + _GAP)) + 1
        for row in range(
            max(0, self._row - side), min(self._pictures.rowCount(), self._row + side + 1)
        ):
            self._paint(painter, row)

    def _paint(self, painter: QPainter, row: int) -> None:
        box = QRectF(0, 0, _SIDE, _SIDE)
        box.moveCenter(self.place_of(row))
        path = self._pictures.path_at(self._pictures.index_at(row))
        image = self._thumbnails.get(path, _PIXELS) if path else None
        if image is None and path:
            image = self._thumbnails.stand_in(path)
        if image is None or image.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#2c2c2e"))
            painter.drawRoundedRect(box, 5, 5)
        else:
            box = fitted(QSizeF(image.size()), box)
            draw_rounded(painter, box, image, 5)
        if row == self._row:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor("white"), 2))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7)
