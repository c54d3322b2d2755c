"""Follows the gallery's folders: what happens in them from outside is seen a moment later."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.ui.system.watched_folders import changed_since, watch_only
from desktop.worker.background import Background

from .picture_store import PictureStore

if TYPE_CHECKING:
    from desktop.storage.gallery.gallery_library import Refreshed

_PAUSE_MS = 800


class FolderWatch(QObject):
    """Signals: `looked(Refreshed)`, after each look at the folders; `failed(EaselError)`, which
    comes once for each message about a folder; `origins_learnt()`, the index knows more of what
    earlier pictures were made from.
    """

    looked = Signal(object)
    failed = Signal(object)
    origins_learnt = Signal()

    def __init__(self, store: PictureStore, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._background = background
        self._said: set[Message] = set()
        self._began = 0.0
        self._origins_asked = False
        self._watcher = QFileSystemWatcher(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._watcher.directoryChanged.connect(self.look_soon)
        self._pause.timeout.connect(self.look)

    def look_soon(self) -> None:
        """Look at the folders in a moment: changes often come many at once."""
        self._pause.start()

    def look(self) -> None:
        """Look at the folders now."""
        self._began = time.time()
        self._background.run(self._store.refresh, self._on_looked, self.failed.emit)

    def note_picture(self) -> None:
        """A picture was written: the first one may have made the folder."""
        if not self._watcher.directories():
            self.look()

    def _on_looked(self, found: Refreshed) -> None:
        self.looked.emit(found)
        if not self._origins_asked:
            self._origins_asked = True
            self._learn_origins(0)
        began = self._began
        self._background.run(
            lambda: (self._store.watched(), self._store.notices()),
            lambda answer: self._follow(*answer, began=began),
            self.failed.emit,
        )

    def _learn_origins(self, after: int) -> None:
        """Read a part of what an earlier Easel did not ask of pictures, then the next one.

        Between the parts whatever else waits comes first.
        """
        store = self._store
        self._background.run(
            lambda: store.learn_origins(after),
            lambda read: self._on_origins(*read),
            self.failed.emit,
        )

    def _on_origins(self, last: int, learnt: bool) -> None:
        if learnt:
            self.origins_learnt.emit()
        if last:
            self._learn_origins(last)

    def _follow(self, folders: Sequence[str], notices: Sequence[Message], *, began: float) -> None:
        """Follow changes made outside; a folder that is not there yet is watched once it is."""
        if changed_since(began, watch_only(self._watcher, folders)):
            self.look_soon()  # between the look at it and now, when nobody watched it
        for message in notices:
            if message not in self._said:
                self._said.add(message)
                self.failed.emit(EaselError(message))
