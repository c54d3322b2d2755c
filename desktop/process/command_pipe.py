"""The pipe to the engine child's stdin; writing never blocks."""

from __future__ import annotations

import contextlib
import os
from typing import IO

from .frames import Command, encode


class CommandPipe:
    """A non-blocking writer of commands, used by one thread.

    A job can be larger than a pipe's buffer (a grid of 400 cells has 225 KB), and a child that
    hangs reads nothing: the rest is buffered until `flush` finds room.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting = bytearray()
        os.set_blocking(stream.fileno(), False)

    @property
    def pending(self) -> bool:
        """Whether bytes wait for room in the pipe."""
        return bool(self._waiting)

    def fileno(self) -> int:
        """Return the file descriptor, for `select`."""
        return self._stream.fileno()

    def send(self, command: Command) -> None:
        """Write `command`, as much as fits now. Raises BrokenFrame for one that is too long.

        Does nothing when the child is gone: reading from it detects that.
        """
        self._waiting += encode(command)
        self.flush()

    def flush(self) -> None:
        """Write the buffered bytes, as many as fit."""
        try:
            while self._waiting:
                del self._waiting[: os.write(self.fileno(), self._waiting)]
        except BlockingIOError:
            return
        except OSError:
            self._waiting.clear()

    def close(self) -> None:
        """Close the pipe: the child's stdin ends."""
        self._waiting.clear()
        with contextlib.suppress(OSError):
            self._stream.close()
