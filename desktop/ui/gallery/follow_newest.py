"""Select each new picture while the newest one is selected."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.core.events import Finished

from .list.gallery_model import GalleryModel
from .list.gallery_view import GalleryView

_PAUSE_MS = 24
"""Milliseconds: the tile is painted before the inspector loads the new picture."""


class FollowNewest(QObject):
    """Selection that follows the newest picture of `view` until the user selects another."""

    def __init__(self, view: GalleryView, pictures: GalleryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._pictures = pictures
        self._newest = ""
        self._before = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._choose)

    def arrived(self, event: Finished) -> None:
        """Select a new picture soon, if the previous newest, or nothing, is selected."""
        if not self._pause.isActive():
            current = self._view.current_path
            if current not in ("", self._newest, *self._pictures.paths[:2]):
                return
            self._before = current
            self._pause.start()
        self._newest = event.path

    def _choose(self) -> None:
        stayed = self._view.current_path in ("", self._before)  # else the user chose another one
        if stayed:
            self._view.select_path(self._newest)
