"""Watch the gallery's folders for changes made outside Easel."""

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
    """A debounced watcher that rescans the gallery's folders.

    Signals: `looked(Refreshed)`, after each scan of the folders; `failed(EaselError)`, once for
    each message about a folder; `origins_learnt()`, the index knows more sources of earlier
    pictures.
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
        """Schedule a scan; changes often come in bursts."""
        self._pause.start()

    def look(self) -> None:
        """Scan the folders now."""
        self._began = time.time()
        self._background.run(self._store.refresh, self._on_looked, self.failed.emit)

    def note_picture(self) -> None:
        """Take note of a written picture: the first one may have created the folder."""
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
        """Index a batch of sources that an earlier Easel did not record, then schedule the next.

        Other pending work runs between the batches.
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
        """Watch for outside changes; a missing folder is watched once it exists."""
        if changed_since(began, watch_only(self._watcher, folders)):
            self.look_soon()  # changed between the scan and now, while unwatched
        for message in notices:
            if message not in self._said:
                self._said.add(message)
                self.failed.emit(EaselError(message))
