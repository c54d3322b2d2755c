"""A cache of tiles, scaled and rounded once, so that painting a tile is a mere blit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Set
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from .picture_shapes import RADIUS, draw_rounded, fitted

_MOST_PIXELS = 6 * 2**20
"""Device-independent pixels: more than a full screen of tiles at any resolution."""
_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform


class TileStyle(NamedTuple):
    """How tiles are drawn: side in device-independent pixels, device pixel ratio, two colors."""

    side: int
    ratio: float
    edge: int
    """The edge's color, as returned by QColor.rgba()."""
    ground: int
    """The color between tiles (QColor.rgb()): opaque corners make a tile a fast blit."""


class TileCache:
    """An LRU cache of tiles: 24 MB, four times that on a Retina screen."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, TileStyle], QPixmap] = OrderedDict()
        self._pixels = 0.0

    def of_path(self, path: str, look: TileStyle) -> QPixmap | None:
        """Return the cached tile of `path` in the style `look`, or None."""
        found = self._kept.get((path, look))
        if found is not None:
            self._kept.move_to_end((path, look))
        return found

    def put(self, path: str, look: TileStyle, tile: QImage) -> None:
        """Cache the tile of `path` that `draw_tile` made, possibly on another thread."""
        pixmap = QPixmap.fromImage(tile)
        pixmap.setDevicePixelRatio(look.ratio)
        if (path, look) in self._kept:
            self._drop((path, look))
        self._kept[path, look] = pixmap
        self._pixels += _pixels(pixmap)
        while self._pixels > _MOST_PIXELS and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))

    def forget(self, paths: Set[str]) -> None:
        """Drop the tiles of files that changed or were removed."""
        for key in [key for key in self._kept if key[0] in paths]:
            self._drop(key)

    def _drop(self, key: tuple[str, TileStyle]) -> None:
        self._pixels -= _pixels(self._kept.pop(key))


def draw_tile(image: QImage, look: TileStyle) -> QImage:
    """Return `image` fitted into a tile, with rounded corners and a fine edge. For any thread."""
    box = QRectF(0, 0, look.side, look.side)
    size = fitted(QSizeF(image.size()), box).size().toSize()
    pixels = QSize(
        max(1, round(size.width() * look.ratio)), max(1, round(size.height() * look.ratio))
    )
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(pixels, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    drawn = QImage(pixels, QImage.Format.Format_RGB32)
    drawn.fill(look.ground)
    painter = QPainter(drawn)
    painter.setRenderHints(_HINTS)
    whole = QRectF(0, 0, pixels.width(), pixels.height())
    draw_rounded(painter, whole, scaled, RADIUS * look.ratio)
    half = look.ratio / 2
    painter.setPen(QPen(QColor.fromRgba(look.edge), look.ratio))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = (RADIUS - 0.5) * look.ratio
    painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), corner, corner)
    painter.end()
    return drawn


def _pixels(pixmap: QPixmap) -> float:
    size = pixmap.deviceIndependentSize()
    return size.width() * size.height()
