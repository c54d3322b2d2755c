"""The Finder's seven color tags: names and dots."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

_DOTS = {
    QT_TRANSLATE_NOOP("Tags", "Red"): "#ff453a",
    QT_TRANSLATE_NOOP("Tags", "Orange"): "#ff9f0a",
    QT_TRANSLATE_NOOP("Tags", "Yellow"): "#ffd60a",
    QT_TRANSLATE_NOOP("Tags", "Green"): "#32d74b",
    QT_TRANSLATE_NOOP("Tags", "Blue"): "#0a84ff",
    QT_TRANSLATE_NOOP("Tags", "Purple"): "#bf5af2",
    QT_TRANSLATE_NOOP("Tags", "Gray"): "#98989d",
}
COLOURS = tuple(_DOTS)
"""The tags' names, as stored in files (`storage.gallery.marking.COLOURS`)."""


def tag_words(tag: str) -> str:
    """Return a tag's localized name."""
    return QCoreApplication.translate("Tags", tag) if tag in _DOTS else tag


def dot_colours(tags: Iterable[str]) -> list[QColor]:
    """Return the colors of the color tags among `tags`, in the Finder's order."""
    has = set(tags)
    return [QColor(colour) for name, colour in _DOTS.items() if name in has]


def draw_dot(painter: QPainter, box: QRectF, tag: str, *, filled: bool = True) -> None:
    """Draw a dot in the tag's color; an empty ring if not `filled`."""
    colour = QColor(_DOTS.get(tag, "#98989d"))
    painter.setPen(QPen(colour.darker(115) if filled else colour, 1.2))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))


def dot_icon(tag: str) -> QIcon:
    """Return a dot for menus; a ring in the text color for a tag without color."""
    ratio = QApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(QSize(round(16 * ratio), round(16 * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(2.5, 2.5, 11, 11)
    if tag in _DOTS:
        draw_dot(painter, box, tag)
    else:
        painter.setPen(QPen(QApplication.palette().color(QPalette.ColorRole.WindowText), 1.2))
        painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
    painter.end()
    return QIcon(pixmap)
