"""The MIME data of dragged or copied pictures: files, the image, and a drag thumbnail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap, QStandardItemModel

from .picture_reader import fits_in_memory, picture_reader
from .picture_shapes import draw_rounded, fitted
from .thumbnails import read_heic

IMAGE = "application/x-qt-image"
_SIDE = 128


def clipboard_mime(paths: Sequence[str], first: QImage) -> QMimeData:
    """Return file URLs of all pictures, and the first one as image.

    Made by Qt, since the clipboard may outlive Python, which destroys what Python made.
    """
    model = QStandardItemModel(1, 1)
    mime = model.mimeData([model.index(0, 0)])
    mime.clear()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    if not first.isNull():
        mime.setImageData(first)
    return mime


def read_whole(path: str) -> QImage:
    """Return the picture at `path` in full size, null if unreadable. For background threads."""
    reader = picture_reader(path)
    if reader is None or not fits_in_memory(reader, scaled=False):
        return QImage()
    image = reader.read()
    return read_heic(path) if image.isNull() else image


class PictureMime(QMimeData):
    """File URLs of all pictures, and the first one as image, decoded only on demand.

    For drags: the object must be destroyed before Python is.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__()
        self.setUrls([QUrl.fromLocalFile(path) for path in paths])
        self._first = paths[0]

    def formats(self) -> list[str]:
        return [*super().formats(), IMAGE]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype == IMAGE or super().hasFormat(mimetype)

    def retrieveData(self, mimetype: str, preferred: Any) -> Any:
        if mimetype == IMAGE:
            return read_whole(self._first)
        return super().retrieveData(mimetype, preferred)


def drag_pixmap(images: Sequence[QImage], count: int, ratio: float) -> QPixmap:
    """Return up to three thumbnails as a fan, with the number of pictures if several."""
    side = _SIDE + 24
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    shown = [image for image in images[:3] if not image.isNull()]
    for place, image in reversed(list(enumerate(shown))):
        painter.save()
        painter.translate(side / 2, side / 2)
        painter.rotate(place * 6)
        box = QRectF(-_SIDE / 2, -_SIDE / 2, _SIDE, _SIDE)
        painter.setOpacity(0.92)
        draw_rounded(painter, fitted(QSizeF(image.size()), box), image)
        painter.restore()
    if count > 1:
        _draw_count(painter, count, side)
    painter.end()
    return pixmap


def hot_spot() -> QPoint:
    """Return the pointer's position in the pixmap, in device-independent pixels."""
    return QPoint((_SIDE + 24) // 2, (_SIDE + 24) // 2)


def _draw_count(painter: QPainter, count: int, side: float) -> None:
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    width = max(22, painter.fontMetrics().horizontalAdvance(str(count)) + 12)
    badge = QRectF(side - width - 4, 4, width, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#d93025"))
    painter.drawRoundedRect(badge, 11, 11)
    painter.setPen(QColor("white"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count))
