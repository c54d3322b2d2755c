"""The Trash through Qt: the system's own, which reports a file's new path.

On a Mac that is `trashItemAtURL`: the Finder offers Put Back after it on most versions, not all.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile

from desktop.files.trash import system_trash
from desktop.files.unique_paths import take_free_name


class QtTrash:
    """Implementation of `files.trash.Trash` by QFile; safe on any thread."""

    def __init__(self) -> None:
        self._otherwise = system_trash()

    def put(self, path: Path) -> Path | None:
        """Move the file to the Trash; return its new path, if known. Raises OSError."""
        path.lstat()
        file = QFile(os.fspath(path))
        if not file.moveToTrash():
            return self._otherwise.put(path)
        where = Path(file.fileName())
        return where if where != path else None

    def take_back(self, trashed: Path, original: Path) -> Path:
        """Move a file out of the Trash, to its old name or the next free one. Raises OSError."""
        original.parent.mkdir(parents=True, exist_ok=True)
        back = take_free_name(trashed, original.parent, original.stem, original.suffix)
        note = trashed.parent.parent / "info" / f"{trashed.name}.trashinfo"  # not on a Mac
        with suppress(OSError):
            note.unlink()
        return back
