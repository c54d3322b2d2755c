"""Watch the model folders, so that added and removed models are noticed while the app runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.system.watched_folders import changed_since, watch_only
from desktop.worker.background import Background

_SETTLE_MS = 1200
"""Delay in ms until a change settles: copying gigabytes changes a folder often."""
_LONGEST_READING = 60.0
"""Longest first reading of the folders, in seconds."""


class ModelWatch(QObject):
    """A watcher that refreshes the registry after a change in or below one of `folders`."""

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
