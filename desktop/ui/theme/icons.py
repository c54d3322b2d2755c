"""Easel's SVG icons, drawn in the palette's color and kept in the pixmap cache."""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QIconEngine,
    QPaintDevice,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.models.resources import resource

ICON = 18
"""The side of an icon in a toolbar or beside a field, in pixels."""


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.WindowText) -> QIcon:
    """Return the icon `name` of resources/icons, colored by the palette at each paint.

    The copy has no engine among its Python children: garbage collection takes these from a
    `QIcon` first, which then frees its engine a second time.
    """
    return QIcon(QIcon(_TintedEngine(name, role)))


def pixmap(name: str, side: float, color: QColor, ratio: float) -> QPixmap:
    """Return the icon `name` in `color`, `side` device-independent pixels at this pixel ratio."""
    pixels = max(1, round(side * ratio))
    key = f"easel-icon/{name}/{pixels}/{color.rgba():x}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    drawn = _render(name, pixels, color)
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def _render(name: str, pixels: int, color: QColor) -> QPixmap:
    svg = resource("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(svg.replace(b"currentColor", color.name().encode())))
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return drawn


class _TintedEngine(QIconEngine):
    """An icon engine that takes its color from the application's palette at each paint."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def _color(self, mode: QIcon.Mode) -> QColor:
        group = QPalette.ColorGroup.Active
        role = self._role
        if mode == QIcon.Mode.Disabled:
            group, role = QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText
        elif mode == QIcon.Mode.Selected:
            role = QPalette.ColorRole.HighlightedText
        return QApplication.palette().color(group, role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = cast(QPaintDevice | None, painter.device())
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        side = min(rect.width(), rect.height())
        drawn = pixmap(self._name, side, self._color(mode), ratio)
        x = rect.x() + (rect.width() - side) / 2
        y = rect.y() + (rect.height() - side) / 2
        painter.drawPixmap(QRectF(x, y, side, side), drawn, QRectF(drawn.rect()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, min(size.width(), size.height()), self._color(mode), 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return the icon for `scale` device pixels per point; `size` is in points."""
        side = min(size.width(), size.height())
        return pixmap(self._name, side, self._color(mode), scale)

    def clone(self) -> QIconEngine:
        """Return an engine that Qt owns, as it believes of every clone.

        Only an icon takes an engine from Python, so one takes this and is forgotten.
        """
        engine = _TintedEngine(self._name, self._role)
        shiboken6.invalidate(QIcon(engine))
        return engine
