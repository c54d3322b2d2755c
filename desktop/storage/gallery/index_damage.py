"""Damage of the index that shows only once it is used, noted so that the next opening mends it."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import suppress
from pathlib import Path

from desktop.core.errors import EaselError
from desktop.files.bounded import UnreadableError, decoded, read_start

_CODES = {
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR),
    *(sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_FORMAT),
}
"""SQLITE_ERROR: a table or column is gone, since the statements themselves never change.
SQLITE_CONSTRAINT: no statement breaks one unless rows or triggers are gone, or rows are too many.
"""


class DamagedIndexError(EaselError):
    """The index can't be read any more; whoever opens it next gets a new one."""


def is_damage(error: Exception) -> bool:
    """Whether `error` came of what the file holds, not of a full disk or a busy one."""
    if isinstance(error, UnicodeDecodeError):
        return True
    if not isinstance(error, sqlite3.Error):
        return False
    if "decode to UTF-8" in str(error):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _CODES and "fts5: syntax" not in str(error)


def full_disk(error: Exception) -> OSError | None:
    """What the system would have raised, where SQLite's `error` means that the disk is full."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF != sqlite3.SQLITE_FULL:
        return None
    return OSError(errno.ENOSPC, str(error))


def inode_of(path: Path) -> int:
    """The number by which the file at `path` is told from one that takes its name; 0 if none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def note_damage(path: Path, inode: int) -> None:
    """Leave word that the file `inode` at `path` is damaged. Costs a rebuild where it can't."""
    with suppress(OSError):
        _mark(path).write_text(str(inode), encoding="ascii")


def is_noted(path: Path) -> bool:
    """Whether word was left about a file at `path`."""
    return _mark(path).exists()


def take_note(path: Path) -> bool:
    """Whether the file that is at `path` now was found damaged; the word is taken away."""
    try:
        said = decoded(read_start(_mark(path), 100))
        _mark(path).unlink()
    except (OSError, UnreadableError):
        return False
    return said == str(inode_of(path))


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
