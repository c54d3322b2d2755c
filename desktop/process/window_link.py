"""Connection from another Easel process to the open window's engine: frames over a socket.

The window listens on a Unix socket in Easel's data folder, which only the user may open
(`worker.visitor_listener`). The frames are those of the engine's protocol: `Run` and `Cancel` go to
the window, events come back. So the machine has one engine, and the window shows which program
asked.
"""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Iterator
from pathlib import Path

from desktop.core.events import Cancelled, EngineLost, Event, ends_job
from desktop.core.messages import Message
from desktop.core.tasks import Job

from .frames import BrokenFrame, Cancel, ChildReady, Command, FrameDecoder, Run, encode

logger = logging.getLogger(__name__)
_HELLO = 10.0
"""Seconds for the window's first frame, sent from a thread of its own."""


class WindowLink:
    """A connection to the window's engine; `open` returns None where no window listens.

    `run` must be iterated on one thread; `cancel` and `close` may be called from any.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._decoder = FrameDecoder()
        self._cancelled = ""

    @classmethod
    def open(cls, path: Path) -> WindowLink | None:
        """Connect to the socket at `path`; return None where no window listens."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(_HELLO)
            connection.connect(str(path))
            link = cls(connection)
            hello = next(link._messages(), None)
            connection.settimeout(None)
        except (OSError, BrokenFrame) as error:
            connection.close()
            logger.debug("No window listens at %s: %s", path, error)
            return None
        if isinstance(hello, ChildReady):
            return link
        connection.close()
        return None

    def run(self, job: Job) -> Iterator[Event]:
        """Put `job` into the window's queue; yield its events from the moment that its turn
        comes.
        """
        try:
            self._connection.sendall(encode(Run(job=job)))
            for message in self._messages():
                if isinstance(message, ChildReady | Command) or message.job != job.id:
                    continue
                yield message
                if ends_job(message):
                    return
        except (OSError, BrokenFrame) as error:
            yield self._lost(job, str(error))
            return
        yield self._lost(job, "")

    def cancel(self, job: str) -> None:
        """Ask the window to stop `job`, or to remove it from its queue."""
        self._cancelled = job
        with contextlib.suppress(OSError):  # then the window has gone, and the job with it
            self._connection.sendall(encode(Cancel(job=job)))

    def close(self) -> None:
        """Disconnect; the window drops this link's unfinished jobs."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def _messages(self) -> Iterator[ChildReady | Command | Event]:
        """Yield messages until the window disconnects. Raises OSError, BrokenFrame."""
        while data := self._connection.recv(1 << 16):
            yield from self._decoder.feed(data)
        self._decoder.finish()

    def _lost(self, job: Job, details: str) -> Event:
        if self._cancelled == job.id:
            return Cancelled(job=job.id)
        message = Message("Easel’s window was closed before the picture was drawn.")
        return EngineLost(job=job.id, message=message, details=details)
