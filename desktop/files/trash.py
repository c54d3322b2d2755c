"""The system's Trash: moving files to it and restoring them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

import send2trash

from .bounded import UnreadableError, decoded, read_start
from .unique_paths import take_free_name

_MOST_INFO = 64 * 1024


class Trash(Protocol):
    """Interface to the Trash. Both methods raise OSError."""

    def put(self, path: Path) -> Path | None:
        """Move the file to the Trash; return its new path, None where the system doesn't
        report it.
        """
        ...

    def take_back(self, trashed: Path, original: Path) -> Path:
        """Move a file out of the Trash, to its old name or the next free one; return the path."""
        ...


def system_trash() -> Trash:
    """Return this system's Trash."""
    return MacTrash() if sys.platform == "darwin" else DesktopTrash()


class DesktopTrash:
    """The freedesktop Trash, through send2trash: of the home folder, or of the file's own disk."""

    def put(self, path: Path) -> Path | None:
        """Move the file to the Trash; return its new path. Raises OSError."""
        number = path.lstat().st_ino
        send2trash.send2trash(path)
        return self._find(path, number)

    def take_back(self, trashed: Path, original: Path) -> Path:
        """Move a file out of the Trash and delete its .trashinfo. Raises OSError."""
        original.parent.mkdir(parents=True, exist_ok=True)
        back = take_free_name(trashed, original.parent, original.stem, original.suffix)
        info = trashed.parent.parent / "info" / f"{trashed.name}.trashinfo"
        with suppress(OSError):
            info.unlink()
        return back

    def _find(self, original: Path, number: int) -> Path | None:
        for trash in self._places(original):
            for info in (trash / "info").glob(f"{_escape_glob(original.stem)}*.trashinfo"):
                trashed = trash / "files" / info.name.removesuffix(".trashinfo")
                with suppress(OSError):
                    if trashed.lstat().st_ino == number:
                        return trashed
                    if _noted_path(info) in (str(original), original.name):
                        return trashed
        return None

    @staticmethod
    def _places(original: Path) -> list[Path]:
        home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        found = [Path(home) / "Trash"]
        for parent in original.parents:
            found += [parent / f".Trash-{os.getuid()}", parent / ".Trash" / str(os.getuid())]
        return [place for place in found if place.is_dir()]


class MacTrash:
    """The Mac's Trash, through send2trash. The window uses Qt instead, which reports the
    new path.
    """

    def put(self, path: Path) -> Path | None:
        """Move the file to the Trash; return its new path, if that can be found.

        Raises OSError.
        """
        number = path.lstat().st_ino
        send2trash.send2trash(path)
        return self._find(path, number)

    def take_back(self, trashed: Path, original: Path) -> Path:
        """Move a file out of the Trash. Raises OSError."""
        original.parent.mkdir(parents=True, exist_ok=True)
        return take_free_name(trashed, original.parent, original.stem, original.suffix)

    @staticmethod
    def _find(original: Path, number: int) -> Path | None:
        """Find a file in its disk's Trash by its inode number; listing may be forbidden."""
        places = [Path.home() / ".Trash"]
        if original.parts[1:2] == ("Volumes",):
            places.insert(0, Path(*original.parts[:3]) / ".Trashes" / str(os.getuid()))
        for place in places:
            with suppress(OSError), os.scandir(place) as entries:
                for entry in entries:
                    if entry.inode() == number:
                        return Path(entry.path)
        return None


def _noted_path(info: Path) -> str:
    with suppress(UnreadableError):
        for line in decoded(read_start(info, _MOST_INFO)).splitlines():
            if line.startswith("Path="):
                return unquote(line.removeprefix("Path="))
    return ""


def _escape_glob(text: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in text)
