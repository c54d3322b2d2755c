"""A zoomable picture: wheel and pinch zoom, dragging pans."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from .zoomable import STEP, Zoomable

_SMOOTH_BELOW = 2.0


class PictureCanvas(Zoomable):
    """A canvas for `image`, a full or reduced version of a picture of `size_of_picture` pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.image = QImage()
        self.size_of_picture = QSizeF()
        self.words = ""
        self._held: QPointF | None = None

    def show_image(self, image: QImage, size: QSize, words: str = "") -> None:
        """Show `image`, a full or reduced version of a picture of `size` pixels; or `words`."""
        self.image = image
        self.size_of_picture = QSizeF(size if size.isValid() else image.size())
        self.words = words
        self.update()
        self.zoomed.emit()

    def percent(self) -> int:
        """Return the scale in percent: at 100 an image pixel is a screen pixel."""
        if self.size_of_picture.isEmpty():
            return 100
        scale = self.zoom.scale_of(self.size_of_picture, self.room(), self.devicePixelRatioF())
        return max(1, round(scale * 100))

    def toggle(self) -> None:
        """Toggle between fitted and 100%."""
        self.toggle_at(self.room().center())

    def actual_size(self) -> None:
        """Zoom to 100% around the center."""
        self.zoom_to(1.0, self.room().center())

    def picture_size(self) -> QSizeF:
        return self.size_of_picture

    def wheelEvent(self, event: QWheelEvent) -> None:
        fine, zooms = event.pixelDelta(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not fine.isNull() and not zooms:  # two fingers on a trackpad pan
            self.pan(QPointF(fine))
        else:
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position()
        if not self.zoom.fitted:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.pan(event.position() - self._held)
            self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle_at(event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zoomed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#0e0e10"))
        if self.words or self.image.isNull():
            painter.setPen(QColor(255, 255, 255, 190))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(48, 48, -48, -48), flags, self.words)
        else:
            self.paint_pictures(painter)

    def paint_pictures(self, painter: QPainter) -> None:
        """Draw the visible content."""
        ratio = self.devicePixelRatioF()
        place = self.zoom.place(self.size_of_picture, self.room(), ratio)
        draw_picture(painter, self.image, place, self.percent() / 100)


def draw_picture(painter: QPainter, image: QImage, place: QRectF, scale: float) -> None:
    """Draw `image` over `place`: smooth, but with distinct pixels at a `scale` from 2 on."""
    if image.hasAlphaChannel():
        painter.fillRect(place, QColor("#d8d8da"))
        painter.fillRect(place, QBrush(QColor("#b4b4b8"), Qt.BrushStyle.Dense4Pattern))
    smooth = QPainter.RenderHint.SmoothPixmapTransform
    painter.setRenderHint(smooth, scale < _SMOOTH_BELOW)
    painter.drawImage(place, image, QRectF(image.rect()))
