"""Drawing of pictures, shared by the whole window: fitted, with rounded corners."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QTransform

RADIUS = 8.0


def fitted(size: QSizeF, box: QRectF) -> QRectF:
    """Return the largest rectangle with the aspect ratio of `size`, centered in `box`."""
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


def corner_cover(ground: QColor, ratio: float, radius: float = RADIUS) -> QPixmap:
    """Return the cover of a square picture's corners: a `ground` square with a round hole."""
    pixels = round(2 * radius * ratio)
    cover = QPixmap(pixels, pixels)
    cover.fill(Qt.GlobalColor.transparent)  # gives it the alpha that the hole needs
    painter = QPainter(cover)
    painter.fillRect(cover.rect(), ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("black"))
    painter.drawEllipse(QRectF(0, 0, pixels, pixels))
    painter.end()
    cover.setDevicePixelRatio(ratio)
    return cover


def draw_quickly(painter: QPainter, shape: QRect, image: QImage, cover: QPixmap) -> None:
    """Draw `image` over `shape` with corners of `corner_cover`: faster than `draw_rounded`."""
    painter.drawImage(shape, image)
    half = cover.width() // 2
    side = round(half / cover.devicePixelRatio())
    right, bottom = shape.right() + 1 - side, shape.bottom() + 1 - side
    for x, left in ((shape.left(), 0), (right, half)):
        for y, top in ((shape.top(), 0), (bottom, half)):
            painter.drawPixmap(QPoint(x, y), cover, QRect(left, top, half, half))
