"""Draw a tile: a picture with rounded corners, or the running picture with its progress."""

from __future__ import annotations

import datetime
import time
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import (
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.controls.progress_ring import draw_ring
from desktop.ui.gallery.picture_store import Shown
from desktop.ui.imaging.finder_colours import dot_colours
from desktop.ui.imaging.picture_shapes import (
    RADIUS,
    corner_cover,
    draw_quickly,
    draw_rounded,
    fitted,
)
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.imaging.tile_cache import TileCache, TileStyle
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font, translucent

from .gallery_model import GalleryModel, RunningTile

GAP = 16
_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
_HOVERED = QStyle.StateFlag.State_MouseOver
_SELECTED = QStyle.StateFlag.State_Selected
_ACTIVE = QStyle.StateFlag.State_Active
_DECORATED = _HOVERED | _SELECTED
_INSET = QPoint(GAP // 2, GAP // 2)
_ROLE = QPalette.ColorRole


_DATE = QLocale.FormatType.ShortFormat
_CAPSULE = QColor(20, 20, 22, 170)
_STARS = QColor("#ffd60a")


class _Type(NamedTuple):
    font: QFont
    metrics: QFontMetrics


class _Ground(NamedTuple):
    """The properties shared by all tiles while size, screen and colors stay the same."""

    look: TileStyle
    pixels: int
    size: QSizeF
    empty: QPixmap
    cover: QPixmap


class TileDelegate(QStyledItemDelegate):
    """The gallery's delegate; `side` is the tile's side without the gap, in pixels.

    `wanted` is the region that the view repaints: Qt paints every tile in its bounding rectangle,
    although a key changes only two tiles and a row.
    """

    def __init__(self, model: GalleryModel, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._widget = parent
        self._tiles = TileCache()
        self._ground: _Ground | None = None
        thumbnails.tile_drawn.connect(self._tiles.put)
        thumbnails.forgotten.connect(self._tiles.forget)
        self.side = 200
        self.wanted = QRegion()
        font = scaled_font(parent, 0.85)
        self._small = _Type(font, QFontMetrics(font))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self.side + GAP, self.side + GAP)

    def forget_colours(self) -> None:
        """Drop the colors cached from the previous palette."""
        self._ground = None

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a tile; a plain picture is a single blit, so that scrolling is light."""
        if not self.wanted.intersects(option.rect):
            return
        path = self._model.path_at(index)
        state, ground = option.state, self._ground_now(painter)
        place = option.rect.topLeft() + _INSET
        if not path:
            painter.save()
            painter.setRenderHints(_HINTS)
            shape = self._paint_running(painter, QRectF(place, ground.size), option.palette)
            self._paint_selection(painter, shape, option)
            painter.restore()
            return
        shape = self._paint_picture(painter, QRect(place, ground.size.toSize()), path, ground)
        shown = self._model.shown_of(path)
        damaged = self._thumbnails.is_damaged(path, ground.pixels)
        day = self._model.day_of(path)
        if any(shown) or state & _DECORATED or damaged or day:
            painter.save()
            painter.setRenderHints(_HINTS)
            if damaged:
                self._paint_broken(painter, QRectF(shape), option.palette)
            self._decorate(painter, QRectF(shape), option, shown)
            if day:
                self._paint_day(painter, QRectF(shape), day_text(day))
            painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRect, path: str, ground: _Ground) -> QRect:
        """Draw the cached tile; until that is drawn, the thumbnail, or else an empty tile."""
        tile = self._tiles.of_path(path, ground.look)
        if tile is not None:
            shape = _in_the_middle(tile.deviceIndependentSize().toSize(), box)
            painter.drawPixmap(shape.topLeft(), tile)
            return shape
        image = self._thumbnails.get(path, ground.pixels)
        if image is None:
            image = self._thumbnails.stand_in(path)
        if image is None or image.isNull():
            painter.drawPixmap(box.topLeft(), ground.empty)
            return box
        self._thumbnails.draw_again(path, ground.pixels)
        shape = fitted(QSizeF(image.size()), QRectF(box)).toRect()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        draw_quickly(painter, shape, image, ground.cover)
        return shape

    def _decorate(
        self,
        painter: QPainter,
        shape: QRectF,
        option: QStyleOptionViewItem,
        shown: Shown,
    ) -> None:
        if option.state & _HOVERED:
            painter.setPen(QPen(translucent(option.palette.color(_ROLE.WindowText), 0.3), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if any(shown):
            self._paint_marks(painter, shape, shown)
        self._paint_selection(painter, shape, option)

    def _ground_now(self, painter: QPainter) -> _Ground:
        """Return the shared properties; the thumbnail loader draws the next tiles with them."""
        ratio = painter.device().devicePixelRatioF()
        ground = self._ground
        if ground is None or ground.look.side != self.side or ground.look.ratio != ratio:
            palette = self._widget.palette()
            edge = translucent(palette.color(_ROLE.WindowText), 0.12).rgba()
            look = TileStyle(self.side, ratio, edge, palette.color(_ROLE.Base).rgb())
            empty = _empty_tile(look, palette.color(_ROLE.AlternateBase))
            size = QSizeF(self.side, self.side)
            cover = corner_cover(QColor.fromRgb(look.ground), ratio)
            ground = _Ground(look, round(self.side * ratio), size, empty, cover)
            self._ground, self._thumbnails.look = ground, look
        return ground

    def _paint_broken(self, painter: QPainter, box: QRectF, palette: QPalette) -> None:
        side, colour = 28.0, palette.color(_ROLE.PlaceholderText)
        drawn = icons.pixmap("warning", side, colour, painter.device().devicePixelRatioF())
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(box.center())
        painter.drawPixmap(spot, drawn, QRectF(drawn.rect()))

    def _paint_running(self, painter: QPainter, box: QRectF, palette: QPalette) -> QRectF:
        shape = box
        tile = self._model.running
        if tile is None:
            return shape
        if tile.preview.isNull():
            painter.drawPixmap(box.topLeft(), self._ground_now(painter).empty)
        else:
            shape = fitted(QSizeF(tile.preview.size()), box)
            draw_rounded(painter, shape, tile.preview)
        self._paint_badge(painter, shape, tile)
        return shape

    def _paint_badge(self, painter: QPainter, shape: QRectF, tile: RunningTile) -> None:
        """Draw a dark capsule with the ring and, if they fit whole, the words."""
        painter.setFont(scaled_font(self._widget, 0.85, bold=True))
        metrics = painter.fontMetrics()
        room = shape.width() - 16 - 44
        texts = (tile.words, tile.shorter)
        words = next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")
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
        """Draw stars at the bottom left and color dots at the bottom right, as far as they fit."""
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

    def _paint_day(self, painter: QPainter, shape: QRectF, text: str) -> None:
        """Draw the date over the first picture of a day, in a capsule at the top left."""
        metrics = self._small.metrics
        room = shape.width() - 12 - 16
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(max(0, room)))
        capsule = QRectF(
            shape.left() + 6, shape.top() + 6, metrics.horizontalAdvance(text) + 16, 20
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CAPSULE)
        painter.drawRoundedRect(capsule, 10, 10)
        painter.setFont(self._small.font)
        painter.setPen(QColor("white"))
        painter.drawText(capsule, Qt.AlignmentFlag.AlignCenter, text)

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


def day_text(day: int) -> str:
    """Return the short localized date of a day's ordinal: 22 Nov 2026."""
    return _day_text(day, QLocale().name())


@lru_cache(maxsize=512)
def _day_text(day: int, _language: str) -> str:
    date = datetime.date.fromordinal(day)
    locale = QLocale()
    return locale.toString(QDate(date.year, date.month, date.day), locale.dateFormat(_DATE))


def _in_the_middle(size: QSize, box: QRect) -> QRect:
    left, top = (box.width() - size.width()) // 2, (box.height() - size.height()) // 2
    return QRect(box.topLeft() + QPoint(left, top), size)


def _empty_tile(look: TileStyle, colour: QColor) -> QPixmap:
    side, ratio = look.side, look.ratio
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor.fromRgb(look.ground))
    painter = QPainter(pixmap)
    painter.setRenderHints(_HINTS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(0, 0, side, side), RADIUS, RADIUS)
    painter.end()
    return pixmap
