"""A mask as a veil of one colour, to lie over the picture it belongs to."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter

VEIL = QColor(255, 45, 85)
"""Seen on nearly every picture; the accent colour drowns in blue ones."""


def tinted(mask: QImage, color: QColor, strength: float) -> QImage:
    """`color` where `mask` is white, nothing where it is black; `strength` 0..1 is its most."""
    shape = mask.convertToFormat(QImage.Format.Format_Grayscale8)
    if not shape.reinterpretAsFormat(QImage.Format.Format_Alpha8):
        return QImage()
    veil = QImage(shape.size(), QImage.Format.Format_ARGB32_Premultiplied)
    full = QColor(color)
    full.setAlphaF(strength)
    veil.fill(full)
    painter = QPainter(veil)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, shape)
    painter.end()
    return veil
