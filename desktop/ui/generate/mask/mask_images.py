"""A mask as a veil of one colour, to lie over the picture it belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

_GREY = QImage.Format.Format_Grayscale8


def softened(mask: QImage, deviation: float) -> QImage:
    """`mask` (grey) blurred by about a Gaussian of `deviation` pixels: three boxes in a row."""
    radius = round(deviation)
    if radius < 1:
        return mask
    grey = mask.convertToFormat(_GREY)
    height, width, stride = grey.height(), grey.width(), grey.bytesPerLine()
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(height, stride)[:, :width]
    soft = rows.astype(np.float32)
    for _ in range(3):
        soft = _box(_box(soft, radius).T, radius).T
    packed = np.ascontiguousarray(soft.round().astype(np.uint8))
    return QImage(packed.tobytes(), width, height, width, _GREY).copy()


def _box(rows: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """The mean over 2 `radius` + 1 pixels along each row; beyond the edge its pixel goes on."""
    wide = np.pad(rows, ((0, 0), (radius + 1, radius)), mode="edge")
    sums = np.cumsum(wide, axis=1, dtype=np.float64)
    span = 2 * radius + 1
    return ((sums[:, span:] - sums[:, :-span]) / span).astype(np.float32)


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
