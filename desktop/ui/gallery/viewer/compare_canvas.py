"""Two pictures in the same place with a divider between them, or side by side."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.ui.imaging.picture_canvas import PictureCanvas, draw_picture
from desktop.ui.imaging.picture_shapes import fitted
from desktop.ui.theme.theme import scaled_font

_REACH = 14
_GAP = 2


class CompareCanvas(PictureCanvas):
    """A canvas of two pictures that zoom and pan together, side by side if `beside`.

    Signals: `divided(float)`, the divider moved; its share (0..1) of the width.
    """

    divided = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Two pictures"))
        self.setMouseTracking(True)
        self.second = QImage()
        self.names = ("", "")
        self.beside = False
        self.divider = 0.5
        """The divider's position, as a share (0..1) of the width."""
        self._sliding = False

    def show_pair(self, images: tuple[QImage, QImage], size: QSize, names: tuple[str, str]) -> None:
        """Show two pictures; `size` is the first one's, in its own pixels."""
        self.second, self.names = images[1], names
        broken = next((n for n, i in zip(names, images, strict=True) if i.isNull()), "")
        words = self.tr("“{name}” can’t be shown.").format(name=broken) if broken else ""
        self.show_image(images[0], size, words)

    def set_beside(self, beside: bool) -> None:
        """Show the pictures side by side, or with the divider."""
        self.beside = beside
        self._changed()

    def set_divider(self, share: float) -> None:
        """Move the divider to a share (0..1) of the width."""
        self.divider = min(1.0, max(0.0, share))
        self.update()
        self.divided.emit(self.divider)

    def room(self) -> QRectF:
        whole = QRectF(self.rect())
        if self.beside:
            whole.setWidth((whole.width() - _GAP) / 2)
        return whole

    def paint_pictures(self, painter: QPainter) -> None:
        scale, place = self.percent() / 100, self._place()
        other = fitted(QSizeF(self.second.size()), place)
        if self.beside:
            self._paint_beside(painter, place, other, scale)
            return
        line = self._line()
        left, right = QRectF(self.rect()), QRectF(self.rect())
        left.setRight(line)
        right.setLeft(line)
        for part, image, where in ((left, self.image, place), (right, self.second, other)):
            painter.setClipRect(part)
            draw_picture(painter, image, where, scale)
        painter.setClipping(False)
        self._paint_slider(painter, line)
        self._paint_names(painter, QRectF(self.rect()), QRectF(self.rect()))

    def _paint_beside(self, painter: QPainter, place: QRectF, other: QRectF, scale: float) -> None:
        room = self.room()
        shifted = room.translated(room.width() + _GAP, 0)
        painter.setClipRect(room)
        draw_picture(painter, self.image, place, scale)
        painter.setClipRect(shifted)
        draw_picture(painter, self.second, other.translated(room.width() + _GAP, 0), scale)
        painter.setClipping(False)
        self._paint_names(painter, room, shifted)

    def _paint_slider(self, painter: QPainter, line: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(line, self.height() / 2)
        painter.setPen(QPen(QColor(0, 0, 0, 110), 4))
        painter.drawLine(QPointF(line, 0), QPointF(line, self.height()))
        painter.setPen(QPen(QColor("white"), 2))
        painter.drawLine(QPointF(line, 0), QPointF(line, self.height()))
        painter.setBrush(QColor(28, 28, 30, 235))
        painter.drawEllipse(middle, 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        for side in (-1, 1):
            tip = middle + QPointF(side * 10, 0)
            base = middle.x() + side * 4
            points = [tip, QPointF(base, middle.y() - 5), QPointF(base, middle.y() + 5)]
            painter.drawPolygon(QPolygonF(points))

    def _paint_names(self, painter: QPainter, first: QRectF, second: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(scaled_font(self, 0.92))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for box, name, side in zip((first, second), self.names, sides, strict=True):
            metrics = painter.fontMetrics()
            words = metrics.elidedText(
                name, Qt.TextElideMode.ElideMiddle, int(self.width() / 2) - 60
            )
            width = metrics.horizontalAdvance(words) + 20
            left = box.left() + 12 if side == sides[0] else box.right() - 12 - width
            capsule = QRectF(left, box.top() + 12, width, metrics.height() + 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(20, 20, 22, 190))
            painter.drawRoundedRect(capsule, capsule.height() / 2, capsule.height() / 2)
            painter.setPen(QColor("white"))
            painter.drawText(capsule, Qt.AlignmentFlag.AlignCenter, words)

    def _place(self) -> QRectF:
        return self.zoom.place(self.size_of_picture, self.room(), self.devicePixelRatioF())

    def _line(self) -> float:
        """Return the divider's x, within the visible part of the picture, in pixels."""
        shown = self._place().intersected(QRectF(self.rect()))
        return shown.left() + shown.width() * self.divider

    def _near_slider(self, spot: QPointF) -> bool:
        return not self.beside and abs(spot.x() - self._line()) <= _REACH

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._sliding = self._near_slider(event.position())
        if not self._sliding:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._sliding:
            shown = self._place().intersected(QRectF(self.rect()))
            self.set_divider((event.position().x() - shown.left()) / max(1.0, shown.width()))
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            near = self._near_slider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._sliding = False
        super().mouseReleaseEvent(event)
