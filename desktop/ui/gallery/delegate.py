"""Draws one tile: a picture with rounded corners, or the picture in hand with its progress."""

from __future__ import annotations

import time
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui import icons
from desktop.ui.progress_ring import draw_ring
from desktop.ui.theme import scaled_font, translucent

from .colours import dot_colours
from .model import PATH, RUNNING, SHOWN, RunningTile
from .shapes import RADIUS, draw_rounded, fitted
from .store import Shown
from .thumbnails import Thumbnails
from .tile_cache import TileCache

GAP = 16
_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
_HOVERED = QStyle.StateFlag.State_MouseOver
_SELECTED = QStyle.StateFlag.State_Selected
_ACTIVE = QStyle.StateFlag.State_Active
_ROLE = QPalette.ColorRole


_CAPSULE = QColor(20, 20, 22, 170)
_STARS = QColor("#ffd60a")


class _Type(NamedTuple):
    font: QFont
    metrics: QFontMetrics


class TileDelegate(QStyledItemDelegate):
    """`side` is the tile's side without the gap, in pixels."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._widget = parent
        self._tiles = TileCache()
        self.side = 200
        font = scaled_font(parent, 0.85)
        self._small = _Type(font, QFontMetrics(font))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self.side + GAP, self.side + GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        half = GAP / 2
        box = QRectF(option.rect).adjusted(half, half, -half, -half)
        painter.save()
        painter.setRenderHints(_HINTS)
        running = index.data(RUNNING)
        if isinstance(running, RunningTile):
            shape = self._paint_running(painter, box, running, option.palette)
        else:
            shape = self._paint_picture(painter, box, index.data(PATH) or "", option)
            shown = index.data(SHOWN)
            if isinstance(shown, Shown) and any(shown):
                self._paint_marks(painter, shape, shown)
        self._paint_selection(painter, shape, option)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, box: QRectF, path: str, option: QStyleOptionViewItem
    ) -> QRectF:
        ratio = painter.device().devicePixelRatioF()
        image = self._thumbnails.get(path, round(box.width() * ratio))
        if image is None:
            image = self._thumbnails.stand_in(path)
        if image is None or image.isNull():
            self._paint_empty(painter, box, option.palette, broken=image is not None)
            return box
        shape = fitted(QSizeF(image.size()), box).toAlignedRect().toRectF()
        tile = self._tiles.tile(image, shape.size().toSize(), RADIUS, ratio)
        painter.drawPixmap(shape.topLeft(), tile)
        hovered = bool(option.state & _HOVERED)
        edge = translucent(option.palette.color(_ROLE.WindowText), 0.35 if hovered else 0.12)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        return shape

    def _paint_empty(
        self, painter: QPainter, box: QRectF, palette: QPalette, *, broken: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(_ROLE.AlternateBase))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if broken:
            side = 28.0
            drawn = icons.pixmap(
                "warning",
                side,
                palette.color(_ROLE.PlaceholderText),
                painter.device().devicePixelRatioF(),
            )
            centre = box.center()
            painter.drawPixmap(
                QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side),
                drawn,
                QRectF(drawn.rect()),
            )

    def _paint_running(
        self, painter: QPainter, box: QRectF, tile: RunningTile, palette: QPalette
    ) -> QRectF:
        shape = box
        if tile.preview.isNull():
            self._paint_empty(painter, box, palette, broken=False)
        else:
            shape = fitted(QSizeF(tile.preview.size()), box)
            draw_rounded(painter, shape, tile.preview)
        self._paint_badge(painter, shape, tile)
        return shape

    def _paint_badge(self, painter: QPainter, shape: QRectF, tile: RunningTile) -> None:
        """A dark capsule with the ring and, where there is room, how far it is."""
        painter.setFont(scaled_font(self._widget, 0.85, bold=True))
        metrics = painter.fontMetrics()
        room = shape.width() - 16 - 44
        words = metrics.elidedText(tile.words, Qt.TextElideMode.ElideRight, int(max(0, room)))
        width = 28 + (metrics.horizontalAdvance(words) + 10 if words else 0)
        capsule = QRectF(shape.left() + 8, shape.bottom() - 8 - 28, width, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 20, 22, 190))
        painter.drawRoundedRect(capsule, 14, 14)
        ring = QRectF(capsule.left() + 6, capsule.top() + 6, 16, 16)
        phase = time.monotonic() % 1.0
        draw_ring(painter, ring, tile.fraction, phase, QColor("white"), QColor(255, 255, 255, 70))
        painter.setPen(QColor("white"))
        painter.drawText(
            capsule.adjusted(28, 0, -8, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )

    def _paint_marks(self, painter: QPainter, shape: QRectF, shown: Shown) -> None:
        """Stars at the bottom left and colour dots at the bottom right, as far as there is room."""
        metrics = self._small.metrics
        stars = "★" * shown.stars if shape.width() >= 90 else f"{shown.stars}★"
        if shown.stars:
            width = metrics.horizontalAdvance(stars) + 12
            capsule = QRectF(shape.left() + 6, shape.bottom() - 6 - 20, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_CAPSULE)
            painter.drawRoundedRect(capsule, 10, 10)
            painter.setFont(self._small.font)
            painter.setPen(_STARS)
            painter.drawText(capsule, Qt.AlignmentFlag.AlignCenter, stars)
        colours = dot_colours(shown.tags)
        right = shape.right() - 6 - 13
        painter.setPen(QPen(QColor("white"), 1.5))
        for place, colour in enumerate(reversed(colours)):
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(right - place * 8, shape.bottom() - 6 - 16.5, 13, 13))

    def _paint_selection(
        self, painter: QPainter, shape: QRectF, option: QStyleOptionViewItem
    ) -> None:
        if not option.state & _SELECTED:
            return
        active = bool(option.state & _ACTIVE)
        color = option.palette.color(_ROLE.Accent if active else _ROLE.Dark)
        painter.setPen(QPen(color, 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = shape.adjusted(-4, -4, 4, 4)
        painter.drawRoundedRect(around, RADIUS + 3.5, RADIUS + 3.5)
