"""Raw RGB bytes as an image."""

from __future__ import annotations

from PySide6.QtGui import QImage


def rgb_image(width: int, height: int, rgb: bytes) -> QImage:
    """Return a copy of `rgb`, (`height`, `width`, 3) uint8 bytes, as an RGB888 image."""
    return QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888).copy()
