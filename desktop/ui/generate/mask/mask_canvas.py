"""The picture with its mask as an overlay, and the brush that paints the mask."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.ui.theme.theme import translucent

from .mask_images import VEIL, softened, tinted
from .mask_strokes import MaskStrokes
from .mask_zoom import ZoomablePicture

MIN_BRUSH, MAX_BRUSH = 4, 400
_STRENGTH = 0.62
_SOFT = QSize(512, 512)
_SMOOTH = Qt.TransformationMode.SmoothTransformation


class MaskCanvas(ZoomablePicture):
    """The canvas: left button paints, right button or Alt erases, the wheel resizes the brush.

    The middle button pans, as does the left button while `moving` (Space is held).

    `brush` is the brush's width in screen points, so that a stroke is as wide as its cursor.
    Signals: `brush_changed(int)`, by the wheel.
    """

    brush_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.painting: MaskStrokes | None = None
        self.erasing = False
        self.brush = 48
        self.feather = 0.0
        self._shown = QImage()
        self._kept = QRectF(0, 0, 1, 1)
        self._across = 1.0
        self._last: QPointF | None = None
        self._mouse: QPointF | None = None
        self._held: QPointF | None = None
        self._moving = False
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName(self.tr("Picture to paint the mask on"))

    def open_picture(
        self, picture: QImage, painting: MaskStrokes, kept: QRectF, across: float
    ) -> None:
        """Show `picture`; `kept` is the part of it (0..1 on each axis) that the new picture shows.

        The whole picture would be `across` pixels wide at the new picture's scale.
        """
        self._picture, self._shown, self._kept = picture, QImage(), kept
        self._across = max(1.0, across)
        self.painting = painting
        self._last = self._mouse = self._held = None
        self.zoom.fit()
        painting.changed.connect(self.update)
        self.update()

    def close_picture(self) -> None:
        """Release the picture's memory."""
        self._picture, self._shown, self.painting = QImage(), QImage(), None

    def set_feather(self, feather: float) -> None:
        """Show the mask's edge blurred by `feather`, in pixels of the new picture."""
        self.feather = feather
        self.update()

    def _on_mask(self, spot: QPointF) -> QPointF:
        assert self.painting is not None
        shape, size = self.shape(), self.painting.image.size()
        x = (spot.x() - shape.left()) / shape.width() * size.width()
        y = (spot.y() - shape.top()) / shape.height() * size.height()
        return QPointF(x, y)

    def _width_on_mask(self) -> float:
        assert self.painting is not None
        return self.brush * self.painting.image.width() / self.shape().width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.painting is None or self._picture.isNull():
            return
        if self._moving or event.button() == Qt.MouseButton.MiddleButton:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        self.painting.begin()
        self._last = event.position()
        self._paint_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.pan(event.position() - self._held)
            self._held = event.position()
        self._mouse = event.position()
        if self._last is not None:
            self._paint_to(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = self._held = None
        self.set_moving(self._moving)

    def set_moving(self, on: bool) -> None:
        """Set whether the left button pans instead of painting."""
        self._moving = on
        hand = Qt.CursorShape.OpenHandCursor
        self.setCursor(hand if on else Qt.CursorShape.BlankCursor)
        self.update()

    def _paint_to(self, event: QMouseEvent) -> None:
        if self.painting is None or self._last is None:
            return
        right = event.buttons() & Qt.MouseButton.RightButton
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        start, end = self._on_mask(self._last), self._on_mask(event.position())
        erase = self.erasing or bool(right) or bool(alt)
        self.painting.stroke(start, end, self._width_on_mask(), erase=erase)
        self._last = self._mouse = event.position()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._mouse = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._mouse = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if not self.wheel_zooms(event) and turn:
            self.set_brush(round(self.brush * (1.1 if turn > 0 else 1 / 1.1)) + (turn > 0))
            self.brush_changed.emit(self.brush)

    def set_brush(self, width: int) -> None:
        """Set the brush's width, in screen points."""
        self.brush = max(MIN_BRUSH, min(MAX_BRUSH, width))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(self.rect(), self.palette().mid())
        if self._picture.isNull() or self.painting is None:
            return
        shape = self.shape()
        if self.zoom.fitted:
            painter.drawImage(shape, self._scaled_picture(shape))
        else:
            painter.drawImage(shape, self._picture)
        painter.drawImage(shape, self._veil(shape))
        self._paint_cut(painter, shape)
        if self._mouse is not None and self.isEnabled() and not (self._moving or self._held):
            self._paint_brush(painter, self._mouse)

    def _scaled_picture(self, shape: QRectF) -> QImage:
        """Return the picture in device pixels, scaled once for each size of the canvas."""
        size = (shape.size() * self.devicePixelRatioF()).toSize()
        if self._shown.size() != size:
            whole = Qt.AspectRatioMode.IgnoreAspectRatio
            self._shown = self._picture.scaled(size, whole, _SMOOTH)
        return self._shown

    def _veil(self, shape: QRectF) -> QImage:
        assert self.painting is not None
        whole = self.painting.image.size()
        size = shape.size().toSize().expandedTo(QSize(1, 1))
        size = size if self.zoom.fitted or size.width() < whole.width() else whole
        if self.feather > 0:  # a soft veil needs no fine pixels, and is quicker to blur
            size = size.scaled(_SOFT, Qt.AspectRatioMode.KeepAspectRatio)
        mask = self.painting.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
        soft = softened(mask, self.feather * size.width() / self._across)
        return tinted(soft, VEIL, _STRENGTH)

    def _paint_cut(self, painter: QPainter, shape: QRectF) -> None:
        """Dim the part that "fill" crops off."""
        kept = QRectF(
            shape.left() + self._kept.left() * shape.width(),
            shape.top() + self._kept.top() * shape.height(),
            self._kept.width() * shape.width(),
            self._kept.height() * shape.height(),
        )
        dim = translucent(self.palette().base().color(), 0.72)
        for part in (
            QRectF(shape.left(), shape.top(), kept.left() - shape.left(), shape.height()),
            QRectF(kept.right(), shape.top(), shape.right() - kept.right(), shape.height()),
            QRectF(kept.left(), shape.top(), kept.width(), kept.top() - shape.top()),
            QRectF(kept.left(), kept.bottom(), kept.width(), shape.bottom() - kept.bottom()),
        ):
            if part.width() > 0.5 and part.height() > 0.5:
                painter.fillRect(part, dim)

    def _paint_brush(self, painter: QPainter, spot: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self.brush / 2
        for color, more in ((QColor(0, 0, 0, 150), 1.0), (QColor(255, 255, 255, 230), 0.0)):
            style = Qt.PenStyle.DashLine if self.erasing and not more else Qt.PenStyle.SolidLine
            painter.setPen(QPen(color, 1.4, style))
            painter.drawEllipse(spot, radius + more, radius + more)
