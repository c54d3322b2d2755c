"""The thread that accepts jobs of other Easel processes for the window's engine."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import selectors
import socket
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop import __version__
from desktop.core.errors import EaselError
from desktop.core.events import Event
from desktop.process.frames import BrokenFrame, Cancel, ChildReady, FrameDecoder, Run, encode

logger = logging.getLogger(__name__)
MOST_VISITORS = 32
_MOST_UNREAD = 64 * 2**20
"""Bytes that a visitor may leave unread before it counts as dead."""


class VisitorListener(QThread):
    """Listener on the Unix socket at `path`, which only this user may open.

    Signals, with the visitor's number: `asked(int, Job)`, `called_off(int, str)` a job's id,
    `left(int)`. `send` and `shutdown` may be called from any thread. If listening fails (a disk
    without sockets, a path that is too long) the thread ends at once and logs the reason.
    """

    asked = Signal(int, object)
    called_off = Signal(int, str)
    left = Signal(int)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visitors")
        self._path = path
        self._outgoing: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_out.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._visitors: dict[int, _Visitor] = {}
        self._next = 1

    def send(self, visitor: int, event: Event) -> None:
        """Send an event to `visitor`; ignored for one that has disconnected."""
        try:
            self._outgoing.put((visitor, encode(event)))
        except EaselError as error:  # a preview too long for a frame: the next one will do
            logger.warning("An event was left out: %s", error.details)
        self._wake()

    def shutdown(self) -> None:
        """Disconnect every visitor, remove the socket and wait for the thread."""
        self._outgoing.put(None)
        self._wake()
        self.wait()
        self._wake_in.close()
        self._wake_out.close()

    def run(self) -> None:
        """Run the thread's loop (called by Qt)."""
        try:
            door = _listen(self._path)
        except OSError as error:
            logger.info("No other process can draw with this window: %s", error)
            return
        try:
            self._selector.register(door, selectors.EVENT_READ)
            self._selector.register(self._wake_in, selectors.EVENT_READ)
            while self._turn(door):
                pass
        except Exception:
            logger.exception("The window listens to other processes no more")
        finally:
            for number in list(self._visitors):
                self._hang_up(number)
            self._selector.close()
            door.close()
            self._path.unlink(missing_ok=True)

    def _turn(self, door: socket.socket) -> bool:
        """Wait for a socket event and handle it; return False at the end."""
        for key, ready in self._selector.select():
            if key.fileobj is door:
                self._let_in(door)
            elif key.fileobj is self._wake_in:
                self._wake_in.recv(4096)
                if not self._take_outgoing():
                    return False
            elif key.data in self._visitors:
                self._serve(key.data, ready)
        return True

    def _let_in(self, door: socket.socket) -> None:
        connection, _ = door.accept()
        if len(self._visitors) >= MOST_VISITORS:
            connection.close()
            return
        connection.setblocking(False)
        number, self._next = self._next, self._next + 1
        self._visitors[number] = _Visitor(connection)
        self._selector.register(connection, selectors.EVENT_READ, number)
        self._queue(number, encode(ChildReady(version=__version__, pid=os.getpid())))

    def _take_outgoing(self) -> bool:
        while True:
            try:
                entry = self._outgoing.get_nowait()
            except queue.Empty:
                return True
            if entry is None:
                return False
            self._queue(*entry)

    def _queue(self, number: int, data: bytes) -> None:
        visitor = self._visitors.get(number)
        if visitor is None:
            return
        visitor.unsent += data
        self._flush(number, visitor)

    def _serve(self, number: int, ready: int) -> None:
        visitor = self._visitors[number]
        if ready & selectors.EVENT_WRITE:
            self._flush(number, visitor)
        if ready & selectors.EVENT_READ and number in self._visitors:
            self._read(number, visitor)

    def _flush(self, number: int, visitor: _Visitor) -> None:
        try:
            while visitor.unsent:
                sent = visitor.connection.send(visitor.unsent[: 1 << 16])
                del visitor.unsent[:sent]
        except BlockingIOError:
            if len(visitor.unsent) > _MOST_UNREAD:
                self._hang_up(number)
                return
        except OSError:
            self._hang_up(number)
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if visitor.unsent else 0)
        self._selector.modify(visitor.connection, wanted, number)

    def _read(self, number: int, visitor: _Visitor) -> None:
        try:
            data = visitor.connection.recv(1 << 16)
            if not data:
                raise ConnectionResetError("it has hung up")
            messages = visitor.decoder.feed(data)
        except BlockingIOError:
            return
        except (OSError, BrokenFrame) as error:
            logger.info("A process that drew with this window has gone: %s", error)
            self._hang_up(number)
            return
        for message in messages:
            if isinstance(message, Run):
                self.asked.emit(number, message.job)
            elif isinstance(message, Cancel):
                self.called_off.emit(number, message.job)

    def _hang_up(self, number: int) -> None:
        visitor = self._visitors.pop(number)
        self._selector.unregister(visitor.connection)
        visitor.connection.close()
        self.left.emit(number)

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it is full: nobody can oversee that
            self._wake_out.send(b"w")


class _Visitor:
    """A connection: its partial frame, and its unsent bytes."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.decoder = FrameDecoder()
        self.unsent = bytearray()


def _listen(path: Path) -> socket.socket:
    """Return a listening socket at `path` for this user only; replace one that a killed window
    left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        door.setblocking(False)
        before = os.umask(0o177)
        try:
            door.bind(str(path))
        finally:
            os.umask(before)
        door.listen()
    except OSError:
        door.close()
        raise
    return door
