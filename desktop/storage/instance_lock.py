"""One lock that guards the queue and the index: the second window may only read."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from desktop.files.disk_errors import disk_error


class InstanceLock:
    """Held by one process at a time; the system frees it when that process ends, however it does.

    `reason` says after a failed `acquire` why this window can only read; `notice` is a sentence
    for the user where the lock is held, but nothing could be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reason = ""
        self.notice = ""
        self._stream: BinaryIO | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._stream is not None

    def acquire(self) -> bool:
        """Take the lock if it is free; doesn't wait and doesn't raise."""
        if self.held:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            self.reason = disk_error(error, self.path, "keep a queue").sentence
            return False
        stream = os.fdopen(handle, "r+b", buffering=0)
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = stream.read(20).decode("ascii", "replace").strip()
            stream.close()
            process = f" (process {holder})" if holder.isdigit() else ""
            self.reason = (
                f"Easel is already open{process}: this window shows the pictures, but only the "
                "first one has the queue and can change things."
            )
            return False
        except OSError as error:  # a disk that knows no locks
            stream.close()
            self.reason = disk_error(error, self.path, "keep a queue").sentence
            return False
        try:
            stream.truncate(0)
            stream.write(f"{os.getpid()}\n".encode())
        except OSError as error:  # a full disk: only the number for the other window's sentence
            self.notice = disk_error(error, self.path, "write to its folder").sentence
        self._stream = stream
        self.reason = ""
        return True

    def release(self) -> None:
        """Free the lock, if held. The file stays: deleting it would break the next one's lock."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
