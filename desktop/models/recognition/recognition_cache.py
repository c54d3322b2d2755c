"""Cache of recognition results, by path, size and time, so that a second scan costs nothing."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from desktop.files.bounded import UnreadableError, read_struct

from .recognised import Recognised

VERSION = 6
"""Version, raised whenever recognition changes, so that old results are discarded."""


class _Entry(msgspec.Struct, frozen=True):
    fingerprint: tuple[int, ...]
    found: Recognised


class _File(msgspec.Struct):
    version: int
    entries: dict[str, _Entry]


class RecognitionCache:
    """Recognition results kept in `path`; with None in memory only.

    A damaged file counts as empty. `save` writes only when something was added or dropped.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._entries = self._read()
        self._used: set[str] = set()
        self._changed = False

    def get(self, path: Path, fingerprint: tuple[int, ...]) -> Recognised | None:
        """Return the result for `path` with this fingerprint, None where unknown."""
        entry = self._entries.get(str(path))
        if entry is None or entry.fingerprint != fingerprint:
            return None
        self._used.add(str(path))
        return entry.found

    def put(self, path: Path, fingerprint: tuple[int, ...], found: Recognised) -> None:
        """Store `found` for `path` with this fingerprint."""
        self._entries[str(path)] = _Entry(fingerprint, found)
        self._used.add(str(path))
        self._changed = True

    def save(self, *, forget_below: tuple[Path, ...] = ()) -> None:
        """Write the whole file; entries below `forget_below` not used since are dropped.

        Failing to write is no error: the cache only saves time.
        """
        for name in list(self._entries):
            gone = name not in self._used
            if gone and any(Path(name).is_relative_to(folder) for folder in forget_below):
                del self._entries[name]
                self._changed = True
        if self._path is None or not self._changed:
            return
        data = msgspec.json.encode(_File(VERSION, self._entries))
        with contextlib.suppress(OSError):
            write_whole(self._path, data)
            self._changed = False

    def _read(self) -> dict[str, _Entry]:
        if self._path is None:
            return {}
        try:
            file = read_struct(self._path, _File)
        except (OSError, UnreadableError):
            return {}
        return file.entries if file.version == VERSION else {}


def fingerprint_of(*paths: Path) -> tuple[int, ...]:
    """Return size and time of each file, (-1, -1) for a missing one. Raises PermissionError."""
    fingerprint: list[int] = []
    for path in paths:
        try:
            status = path.stat()
        except PermissionError:
            raise
        except OSError:
            fingerprint += [-1, -1]
        else:
            fingerprint += [status.st_size, status.st_mtime_ns]
    return tuple(fingerprint)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file first, so that `path` is never partial. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
