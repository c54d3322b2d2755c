"""The pipe to the engine child's stdin, which never keeps the writer waiting."""

from __future__ import annotations

import contextlib
import os
from typing import IO

from .frames import Command, encode


class CommandPipe:
    """Takes commands at any time and writes them as fast as the child reads; for one thread.

    A job can be larger than a pipe holds (a grid of 400 cells has 225 KB), and a child that hangs
    reads nothing: what doesn't fit waits here until `flush` finds room.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting = bytearray()
        os.set_blocking(stream.fileno(), False)

    @property
    def pending(self) -> bool:
        """Whether something waits for room in the pipe."""
        return bool(self._waiting)

    def fileno(self) -> int:
        """The descriptor, for `select`."""
        return self._stream.fileno()

    def send(self, command: Command) -> None:
        """Write `command`, as much of it as fits now. Raises BrokenFrame for one that is too long.

        Where the child is gone nothing happens: reading from it tells that.
        """
        self._waiting += encode(command)
        self.flush()

    def flush(self) -> None:
        """Write what waits, as much of it as fits."""
        try:
            while self._waiting:
                del self._waiting[: os.write(self.fileno(), self._waiting)]
        except BlockingIOError:
            return
        except OSError:
            self._waiting.clear()

    def close(self) -> None:
        """Tell the child that nothing more comes."""
        self._waiting.clear()
        with contextlib.suppress(OSError):
            self._stream.close()
