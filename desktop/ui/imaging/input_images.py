"""A store for pasted pictures and painted masks, whose files recipes refer to."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.files.atomic import write_atomically
from desktop.files.disk_errors import disk_error


class InputImageStore:
    """A store of pictures in `folder`, named by content, so that each is saved once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, image: QImage, kind: str) -> str:
        """Save `image` as a PNG named after `kind`; return its path.

        For any thread. Raises EaselError.
        """
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if image.isNull() or not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
            raise EaselError("This picture can’t be kept: it is empty or damaged.")
        data = bytes(buffer.data().data())
        path = self.folder / f"{kind}-{hashlib.sha256(data).hexdigest()[:12]}.png"
        try:
            if not path.is_file():
                write_atomically(path, data)
        except OSError as error:
            raise disk_error(error, path, Message("keep a picture")) from error
        return str(path)


def picture_file(mime: QMimeData) -> str:
    """Return the first picture file of `mime`; "" for none."""
    for url in mime.urls():
        path = url.toLocalFile()
        if path.lower().endswith(PICTURE_SUFFIXES):
            return path
    return ""
