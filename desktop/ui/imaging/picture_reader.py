"""The only way to read picture files with Qt: supported formats, within a memory limit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImageIOHandler, QImageReader

from desktop.files.pictures import MOST_BYTES, format_of

LIMIT_MB = 264
"""The limit of a decoded picture, for `QImageReader.setAllocationLimit`: fits 8192 x 8192."""
_QT_NAMES = {"PNG": b"png", "JPEG": b"jpeg", "WEBP": b"webp", "TIFF": b"tiff", "HEIF": b"heic"}


def picture_reader(path: str) -> QImageReader | None:
    """Return a reader that applies the orientation; None for an unsupported format.

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
    """Return the header's size in pixels, before orientation; invalid if not a picture."""
    reader = picture_reader(path)
    return QSize() if reader is None else reader.size()


def shown_size(path: str) -> QSize:
    """Return the header's size in pixels, orientation applied; invalid if not a picture."""
    reader = picture_reader(path)
    if reader is None:
        return QSize()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return reader.size().transposed() if turned else reader.size()


def fits_in_memory(reader: QImageReader, *, scaled: bool) -> bool:
    """Return whether decoding stays within the limit; JPEGs are scaled while being read."""
    size = reader.size()
    needed = 4 * size.width() * size.height()
    if scaled and bytes(reader.format().data()) == b"jpeg":
        return needed <= 64 * MOST_BYTES
    turned = reader.transformation() != QImageIOHandler.Transformation.TransformationNone
    return needed * (2 if turned and not scaled else 1) <= MOST_BYTES
