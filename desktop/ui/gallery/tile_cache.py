"""Pictures as tiles show them, scaled and rounded once: painting a tile is then a mere copy."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from .shapes import draw_rounded

_MOST_BYTES = 24 * 2**20
_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform

Key = tuple[int, int, int]


class TileCache:
    """Keeps the tiles drawn last, up to 24 MB of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0

    def tile(self, image: QImage, size: QSize, radius: float, ratio: float) -> QPixmap:
        """`image` stretched to `size` (device-independent pixels) with rounded corners."""
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        key = (image.cacheKey(), pixels.width(), pixels.height())
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        drawn = _rounded(image, pixels, radius * ratio)
        drawn.setDevicePixelRatio(ratio)
        self._kept[key] = drawn
        self._bytes += _bytes(drawn)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])
        return drawn


def _rounded(image: QImage, pixels: QSize, radius: float) -> QPixmap:
    drawn = QPixmap(pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHints(_HINTS)
    draw_rounded(painter, QRectF(0, 0, pixels.width(), pixels.height()), image, radius)
    painter.end()
    return drawn


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
