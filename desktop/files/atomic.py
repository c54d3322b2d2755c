"""Writes files so that after a crash there is the old one or the new one, whole, and no litter."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop.core.messages import Message

from .disk_errors import disk_away, disk_error

logger = logging.getLogger(__name__)
TEMPORARY_PREFIX = ".easel-"
TEMPORARY_SUFFIX = ".part"

Pause = Callable[[str], None]
"""Called with the name of the stage just done; tests kill the process there."""


def no_pause(_stage: str) -> None:
    """The `Pause` of normal life."""


def write_atomically(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Replace `path` with `data`, for the user alone; its folder is made if missing.

    Without `sync` it outlives this process, but not for sure a failure of power. Raises OSError.

    A symbolic link is followed, so that the file it points to is the one replaced.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_file(path.parent, private=True) as (temporary, stream):
        stream.write(data)
        if sync:
            flush_to_disk(stream)
        stream.flush()
        os.replace(temporary, path)
    if sync:
        sync_folder(path.parent)


@contextmanager
def temporary_file(folder: Path, *, private: bool = False) -> Generator[tuple[Path, BinaryIO]]:
    """A new file in `folder` that is gone after the block, unless it was renamed in it.

    With `private` nobody but the user may read it. It is locked as long as it is open, which tells
    `sweep_temporaries` that somebody writes it.
    """
    path, stream = _open_temporary(folder, private_opener if private else None)
    try:
        with stream:
            yield path, stream
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def private_opener(path: str, flags: int) -> int:
    """Open a file that, if it is made now, nobody but the user may read: for `open`."""
    return os.open(path, flags, 0o600)


def _open_temporary(
    folder: Path, opener: Callable[[str, int], int] | None
) -> tuple[Path, BinaryIO]:
    while True:
        path = folder / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"
        stream = open(path, "xb", opener=opener)  # noqa: SIM115
        with suppress(OSError):  # a disk that knows no locks
            fcntl.flock(stream, fcntl.LOCK_EX)
        if path.exists():  # else a sweeper took it between opening and locking
            return path, stream
        stream.close()


def sweep_temporaries(folder: Path) -> int:
    """Delete the temporary files that a killed process left in `folder`; how many there were."""
    swept = 0
    try:
        candidates = list(folder.glob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"))
    except OSError:
        return 0
    for path in candidates:
        with suppress(OSError), open(path, "rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            swept += 1
    return swept


def flush_to_disk(stream: BinaryIO) -> None:
    """Return when what was written to `stream` is on the disk itself."""
    stream.flush()
    full = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: plain fsync stops at the disk's cache
    if full is not None:
        try:
            fcntl.fcntl(stream.fileno(), full)
        except OSError:
            pass
        else:
            return
    os.fsync(stream.fileno())


@contextmanager
def locked_folder(folder: Path) -> Generator[None]:
    """Only one thread or process at a time is in here for `folder`. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last, where the disk can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def rename_without_overwriting(temporary: Path, target: Path) -> bool:
    """Give `temporary` the name `target`; False, and nothing done, if that name is taken."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        return _rename_into_reserved_name(temporary, target)
    temporary.unlink(missing_ok=True)
    return True


_NO_HARD_LINKS = {
    errno.EPERM,
    errno.EACCES,
    errno.EINVAL,
    errno.EMLINK,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
}


def _rename_into_reserved_name(temporary: Path, target: Path) -> bool:
    """For disks without hard links (exFAT): take the name first, then rename over it."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    except FileExistsError:
        return False
    try:
        os.replace(temporary, target)
    except OSError:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise
    return True


def make_folder(folder: Path, doing: Message) -> None:
    """Make `folder` with its parents, but never a stand-in for a disk that isn't connected.

    Raises EaselError.
    """
    if disk_away(folder) is not None:
        error = OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        raise disk_error(error, folder / "x", doing)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder / "x", doing) from error


def set_aside(path: Path) -> Path:
    """Give a damaged file a name that tells what it is; never deletes, never overwrites.

    Returns the new path. Raises OSError.
    """
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        ending = "" if number == 1 else f"-{number}"
        target = path.with_name(f"{path.stem}.damaged-{moment}{ending}{path.suffix}")
        if rename_without_overwriting(path, target):
            logger.warning("%s was damaged and is set aside as %s", path.name, target.name)
            return target
    raise FileExistsError(errno.EEXIST, "no free name to set the file aside", str(path))


def set_aside_if_possible(path: Path) -> None:
    """Set a damaged file aside whose content is not worth a word; where that fails it stays."""
    try:
        set_aside(path)
    except OSError as error:
        logger.warning("%s is damaged and can't be set aside: %s", path.name, error)
