"""A mask as an overlay in one color, to lie over the picture it belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

_GREY = QImage.Format.Format_Grayscale8


def softened(mask: QImage, deviation: float) -> QImage:
    """Return `mask` blurred as Grayscale8: about a Gaussian of `deviation` px (three boxes)."""
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
    """Average 2 `radius` + 1 pixels along the rows of (H, W) float32, edges replicated."""
    wide = np.pad(rows, ((0, 0), (radius + 1, radius)), mode="edge")
    sums = np.cumsum(wide, axis=1, dtype=np.float64)
    span = 2 * radius + 1
    return ((sums[:, span:] - sums[:, :-span]) / span).astype(np.float32)


VEIL = QColor(255, 45, 85)
"""Visible on nearly every picture; the accent color drowns in blue ones."""


def tinted(mask: QImage, color: QColor, strength: float) -> QImage:
    """Return `color`, alpha `strength` 0..1 where `mask` is white, 0 where black (ARGB32)."""
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
