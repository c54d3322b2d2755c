"""A cache of full-size pictures, read in the background: the shown one and its neighbors."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.ui.imaging.picture_drag import read_whole
from desktop.worker.background import Background

_MOST_KEPT = 3
_MOST_BYTES = 256 * 2**20


class FullPictureCache(QObject):
    """A cache of the last three pictures, at most 256 MB; reads each only once at a time."""

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._waiting: dict[str, list[Callable[[QImage], object]]] = {}

    def fetch(self, path: str, take: Callable[[QImage], object]) -> None:
        """Call `take` with the image (null if unreadable), at once or later."""
        image = self._kept.get(path)
        if image is not None:
            self._kept.move_to_end(path)
            take(image)
        elif path in self._waiting:
            self._waiting[path].append(take)
        else:
            self._waiting[path] = [take]
            self._background.run(
                lambda: read_whole(path),
                lambda image: self._take(path, image),
                lambda _: self._hand_out(path, QImage()),  # shown as damaged, and requested again
            )

    def clear(self) -> None:
        """Drop all cached pictures."""
        self._kept.clear()

    def _take(self, path: str, image: QImage) -> None:
        self._kept[path] = image
        while len(self._kept) > 1 and (
            len(self._kept) > _MOST_KEPT
            or sum(kept.sizeInBytes() for kept in self._kept.values()) > _MOST_BYTES
        ):
            self._kept.popitem(last=False)
        self._hand_out(path, image)

    def _hand_out(self, path: str, image: QImage) -> None:
        for take in self._waiting.pop(path, []):
            take(image)
