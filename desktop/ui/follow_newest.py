"""Chooses each picture that comes, as long as the user looks at the newest one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.core.events import Finished

from .gallery.model import GalleryModel
from .gallery.view import GalleryView

_PAUSE_MS = 24
"""The tile is painted first: what the inspector does for a new picture waits for a turn later."""


class FollowNewest(QObject):
    """Follows the newest picture of `view` until the user chooses another one."""

    def __init__(self, view: GalleryView, pictures: GalleryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._pictures = pictures
        self._following = True
        self._newest = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._choose)
        view.current_changed.connect(self._on_current)

    def arrived(self, event: Finished) -> None:
        """A picture came: choose it soon, unless the user chose another one by then."""
        self._newest = event.path
        if not self._pause.isActive():
            self._pause.start()

    def _choose(self) -> None:
        if self._following:
            self._view.select_path(self._newest)
            self._following = True

    def _on_current(self, path: str) -> None:
        paths = self._pictures.paths
        self._following = not path or (len(paths) > 0 and path == paths[0])
