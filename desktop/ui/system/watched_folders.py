"""Which folders a QFileSystemWatcher watches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileInfo, QFileSystemWatcher

_COARSEST = 2.0
"""Seconds: so long a file system may take two times for one."""


def watch_only(watcher: QFileSystemWatcher, folders: Collection[str]) -> list[str]:
    """Watch these, as far as they are there, and no others; return those not watched before."""
    watched = set(watcher.directories())
    gone = watched.difference(folders)
    if gone:
        watcher.removePaths(sorted(gone))
    new = [path for path in folders if path not in watched and QFileInfo(path).isDir()]
    if new:
        watcher.addPaths(new)
    return new


def changed_since(moment: float, folders: Iterable[str]) -> bool:
    """Whether something came to one of `folders` or went after `moment` (of time.time())."""
    for folder in folders:
        with suppress(OSError):  # it is gone, and its parent tells so
            if Path(folder).stat().st_mtime >= moment - _COARSEST:
                return True
    return False
