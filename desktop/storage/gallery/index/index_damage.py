"""Index damage that shows only in use, noted so that the next opening repairs it."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
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
    """Error for an unreadable index; the next opening makes a new one."""


def is_damage(error: Exception) -> bool:
    """Return whether `error` was caused by the file's content, not by a full disk or a busy one."""
    if isinstance(error, UnicodeDecodeError):
        return True
    if not isinstance(error, sqlite3.Error):
        return False
    if "decode to UTF-8" in str(error):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _CODES and "fts5: syntax" not in str(error)


def disk_fault(error: Exception, path: Path) -> OSError | None:
    """Return the OSError behind SQLite's `error`, raised for the file at `path`: a full disk, or
    whatever keeps a byte from being written beside it, of which SQLite says only 'disk I/O error'.
    """
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, str(error))
    if code == sqlite3.SQLITE_IOERR:
        try:
            with tempfile.TemporaryFile(dir=path.parent) as file:
                file.write(b"x")
        except OSError as found:
            return found
    return None


def inode_of(path: Path) -> int:
    """Return the inode of the file at `path`, to detect a replacement; 0 if missing."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def note_damage(path: Path, inode: int) -> None:
    """Note that the file `inode` at `path` is damaged. Costs a rebuild where it can't be
    written.
    """
    with suppress(OSError):
        _mark(path).write_text(str(inode), encoding="ascii")


def is_noted(path: Path) -> bool:
    """Return whether a note exists for a file at `path`."""
    return _mark(path).exists()


def take_note(path: Path) -> bool:
    """Return whether the current file at `path` was noted as damaged; remove the note."""
    try:
        said = decoded(read_start(_mark(path), 100))
        _mark(path).unlink()
    except (OSError, UnreadableError):
        return False
    return said == str(inode_of(path))


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
