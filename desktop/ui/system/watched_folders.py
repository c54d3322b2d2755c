"""Helpers for the folders of a QFileSystemWatcher."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileInfo, QFileSystemWatcher

_COARSEST = 2.0
"""The coarsest time stamp resolution of file systems, in seconds."""


def watch_only(watcher: QFileSystemWatcher, folders: Collection[str]) -> list[str]:
    """Watch only those of `folders` that exist; return those not watched before."""
    watched = set(watcher.directories())
    gone = watched.difference(folders)
    if gone:
        watcher.removePaths(sorted(gone))
    new = [path for path in folders if path not in watched and QFileInfo(path).isDir()]
    if new:
        watcher.addPaths(new)
    return new


def changed_since(moment: float, folders: Iterable[str]) -> bool:
    """Return whether any of `folders` gained or lost entries since `moment` (time.time())."""
    for folder in folders:
        with suppress(OSError):  # deleted, which changes its parent
            if Path(folder).stat().st_mtime >= moment - _COARSEST:
                return True
    return False
