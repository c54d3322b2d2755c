"""The lock on the queue and the index: a second window may only read."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error


class InstanceLock:
    """Lock held by one process at a time; the system frees it when that process ends, in whatever
    way.

    `reason` is, after a failed `acquire`, why this window can only read; `notice` is a sentence for
    the user where the lock is held, but nothing could be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reason: Message | None = None
        self.notice: Message | None = None
        self._stream: BinaryIO | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._stream is not None

    def acquire(self) -> bool:
        """Take the lock if it is free; return whether it is held. Doesn't wait and doesn't
        raise.
        """
        if self.held:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            self.reason = disk_error(error, self.path, Message("keep a queue")).message
            return False
        stream = os.fdopen(handle, "r+b", buffering=0)
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = stream.read(20).decode("ascii", "replace").strip()
            stream.close()
            self.reason = _is_open(holder)
            return False
        except OSError as error:  # a disk that knows no locks
            stream.close()
            self.reason = disk_error(error, self.path, Message("keep a queue")).message
            return False
        try:
            stream.truncate(0)
            stream.write(f"{os.getpid()}\n".encode())
        except OSError as error:  # a full disk: only the number for the other window's sentence
            self.notice = disk_error(error, self.path, Message("write to its folder")).message
        self._stream = stream
        self.reason = None
        return True

    def release(self) -> None:
        """Release the lock, if held. The file is kept: deleting it would break the next holder's
        lock.
        """
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def _is_open(holder: str) -> Message:
    if not holder.isdigit():
        return Message(
            "Easel is already open: this window shows the pictures, but only the first one has "
            "the queue and can change things."
        )
    return Message(
        "Easel is already open (process {process}): this window shows the pictures, but only the "
        "first one has the queue and can change things.",
        process=holder,
    )
