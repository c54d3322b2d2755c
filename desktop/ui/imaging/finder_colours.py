"""The seven colour tags of the Finder: how they are called and how their dots look."""

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
"""The tags' names, as they stand in the files (`storage.gallery.marking.COLOURS`)."""


def tag_words(tag: str) -> str:
    """What the user reads for a tag."""
    return QCoreApplication.translate("Tags", tag) if tag in _DOTS else tag


def dot_colours(tags: Iterable[str]) -> list[QColor]:
    """The colours of those of `tags` that are colours, in the Finder's order."""
    has = set(tags)
    return [QColor(colour) for name, colour in _DOTS.items() if name in has]


def draw_dot(painter: QPainter, box: QRectF, tag: str, *, filled: bool = True) -> None:
    """A dot in the tag's colour; an empty ring for one that is not set."""
    colour = QColor(_DOTS.get(tag, "#98989d"))
    painter.setPen(QPen(colour.darker(115) if filled else colour, 1.2))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))


def dot_icon(tag: str) -> QIcon:
    """The dot for menus; a ring in the text's colour for a tag without colour."""
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
