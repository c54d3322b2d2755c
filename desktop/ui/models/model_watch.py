"""Watches the model folders, so that a model that comes or goes is noticed while the app runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.system.watched_folders import changed_since, watch_only
from desktop.worker.background import Background

_SETTLE_MS = 1200
"""A copy of gigabytes changes a folder often: it is read again once it has settled."""
_LONGEST_READING = 60.0
"""Seconds that reading the folders for the first time may take."""


class ModelWatch(QObject):
    """Lets the shelf be read again after a change in one of `folders` or below."""

    def __init__(
        self,
        registry: ModelRegistry,
        folders: Callable[[], list[Path]],
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._background = background
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(registry.refresh)
        self._watcher.directoryChanged.connect(lambda: self._settle.start())
        registry.changed.connect(self._look)

    def _look(self) -> None:
        from desktop.models.locations.folder_walk import folders_to_watch

        folders = self._folders()
        self._background.run(lambda: folders_to_watch(folders), self._watch)

    def _watch(self, wanted: list[str]) -> None:
        if changed_since(time.time() - _LONGEST_READING, watch_only(self._watcher, wanted)):
            self._settle.start()  # it may have been while the folders were read, unwatched
