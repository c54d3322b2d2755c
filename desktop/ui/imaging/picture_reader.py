"""The one way to have Qt read a picture file: the formats that Easel means, within a limit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImageIOHandler, QImageReader

from desktop.files.pictures import MOST_BYTES, format_of

LIMIT_MB = 264
"""Of one decoded picture, for `QImageReader.setAllocationLimit`: 8192 x 8192 are within."""
_QT_NAMES = {"PNG": b"png", "JPEG": b"jpeg", "WEBP": b"webp", "TIFF": b"tiff", "HEIF": b"heic"}


def picture_reader(path: str) -> QImageReader | None:
    """A reader that turns the picture upright; None for what is no picture that Easel means.

    Qt's other formats are never tried: an SVG could read further files.
    """
    name = _QT_NAMES.get(format_of(Path(path)))
    if name is None:
        return None
    reader = QImageReader(path, name)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    return reader


def picture_size(path: str) -> QSize:
    """The size in pixels that the file's head tells; an invalid one where it is no picture."""
    reader = picture_reader(path)
    return QSize() if reader is None else reader.size()


def shown_size(path: str) -> QSize:
    """The size in pixels as the picture is shown, turned where its file says so; see above."""
    reader = picture_reader(path)
    if reader is None:
        return QSize()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return reader.size().transposed() if turned else reader.size()


def fits_in_memory(reader: QImageReader, *, scaled: bool) -> bool:
    """Whether decoding stays within the limit; a JPEG is scaled while it is read."""
    size = reader.size()
    needed = 4 * size.width() * size.height()
    if scaled and bytes(reader.format().data()) == b"jpeg":
        return needed <= 64 * MOST_BYTES
    turned = reader.transformation() != QImageIOHandler.Transformation.TransformationNone
    return needed * (2 if turned and not scaled else 1) <= MOST_BYTES
