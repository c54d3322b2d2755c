"""How pictures are drawn everywhere in the window: fitted into a box, with rounded corners."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QTransform

RADIUS = 8.0


def fitted(size: QSizeF, box: QRectF) -> QRectF:
    """The largest rectangle with the proportions of `size` in the middle of `box`."""
    scaled = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = box.center().x() - scaled.width() / 2
    top = box.center().y() - scaled.height() / 2
    return QRectF(left, top, scaled.width(), scaled.height())


def draw_rounded(painter: QPainter, shape: QRectF, image: QImage, radius: float = RADIUS) -> None:
    """Draw `image` over `shape` with smooth rounded corners."""
    brush = QBrush(image)
    transform = QTransform.fromTranslate(shape.left(), shape.top())
    transform.scale(shape.width() / image.width(), shape.height() / image.height())
    brush.setTransform(transform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(shape, radius, radius)
