"""Which folders a QFileSystemWatcher watches."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QFileInfo, QFileSystemWatcher


def watch_only(watcher: QFileSystemWatcher, folders: Collection[str]) -> None:
    """Watch these, as far as they are there, and no others."""
    watched = set(watcher.directories())
    gone = watched.difference(folders)
    if gone:
        watcher.removePaths(sorted(gone))
    new = [path for path in folders if path not in watched and QFileInfo(path).isDir()]
    if new:
        watcher.addPaths(new)
