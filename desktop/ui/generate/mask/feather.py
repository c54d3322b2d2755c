"""What feathering makes of a mask, near enough to see it while painting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

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
