"""Write files so that a crash leaves either the old or the new file, whole, and no litter."""

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
"""Called with the name of the stage just finished; tests kill the process at this point."""


def no_pause(_stage: str) -> None:
    """Do nothing: the `Pause` outside tests."""


def write_atomically(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Replace `path` with `data` atomically, readable by the user only; make its folder if missing.

    Without `sync` the data survives this process, but not for sure a power failure. Raises OSError.

    A symbolic link is followed, so that the file it points to is replaced.
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
    """Yield a new file in `folder`, removed after the block unless it was renamed in it.

    With `private` only the user may read it. The file is locked while open, which tells
    `sweep_temporaries` that it is in use.
    """
    path, stream = _open_temporary(folder, private_opener if private else None)
    try:
        with stream:
            yield path, stream
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def private_opener(path: str, flags: int) -> int:
    """Open a file (an opener for `open`); a file that is created is readable by the user only."""
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
    """Delete the temporary files that a killed process left in `folder`; return their number."""
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
    """Flush `stream` through to the disk itself."""
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
    """Lock `folder` against other threads and processes for the block. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def rename_without_overwriting(temporary: Path, target: Path) -> bool:
    """Rename `temporary` to `target`; return False, and do nothing, if that name is taken."""
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
    """Reserve the name, then rename over it: for file systems without hard links (exFAT)."""
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
    """Make `folder` with its parents, but never one in place of a disk that isn't connected.

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
    """Rename a damaged file to a name that tells what it is; never delete, never overwrite.

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
    """Set aside a damaged file that is not worth a message; leave it where that fails."""
    try:
        set_aside(path)
    except OSError as error:
        logger.warning("%s is damaged and can't be set aside: %s", path.name, error)
