"""The queue on disk: the jobs that have not run, offered again after a crash or a restart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.messages import Message
from desktop.core.tasks import Job
from desktop.files.atomic import set_aside, sweep_temporaries, write_atomically
from desktop.files.disk_errors import disk_error

QUEUE_VERSION = 1
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for wrong JSON, for text that is no UTF-8, and for a thousand brackets."""


class _Content(msgspec.Struct):
    version: int
    jobs: list[msgspec.Raw]


class QueueContent(msgspec.Struct, frozen=True, kw_only=True):
    """The jobs in their order, and a message for the user where something was wrong."""

    jobs: tuple[Job, ...] = ()
    notice: Message | None = None
    read_only: bool = False
    """True for a file from a newer Easel, or one that can't be read: don't save over it."""


class QueueFile:
    """Loads and saves the queue. Only the holder of the `InstanceLock` may save."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> QueueContent:
        """The queue as it was saved last; never raises. A damaged file is set aside."""
        sweep_temporaries(self.path.parent)
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return QueueContent()
        except OSError as error:
            message = disk_error(error, self.path, Message("read the queue")).message
            return QueueContent(notice=message, read_only=True)
        try:
            content = msgspec.json.decode(data, type=_Content)
        except _UNREADABLE:
            return self._damaged((), Message("The queue file was damaged"))
        if content.version > QUEUE_VERSION:
            return QueueContent(
                notice=Message("The queue was written by a newer Easel and is left as it is."),
                read_only=True,
            )
        jobs, lost = _decode_jobs(content.jobs)
        if lost:
            what = Message("{count} of the queue's jobs couldn't be read", count=lost)
            return self._damaged(jobs, what)
        return QueueContent(jobs=jobs)

    def save(self, jobs: Sequence[Job]) -> None:
        """Replace the queue on disk. Raises EaselError."""
        content: dict[str, Any] = {"version": QUEUE_VERSION, "jobs": list(jobs)}
        try:
            write_atomically(self.path, msgspec.json.encode(content))
        except OSError as error:
            raise disk_error(error, self.path, Message("save the queue")) from error

    def _damaged(self, jobs: tuple[Job, ...], what: Message) -> QueueContent:
        try:
            aside = set_aside(self.path)
        except OSError as error:
            notice = Message(
                "{what}, and Easel couldn't set the file aside ({reason}).",
                what=what,
                reason=error.strerror or str(error),
            )
            return QueueContent(jobs=jobs, notice=notice, read_only=True)
        return QueueContent(
            jobs=jobs,
            notice=Message("{what}: Easel kept the file as “{aside}”.", what=what, aside=aside),
        )


def _decode_jobs(raw: list[msgspec.Raw]) -> tuple[tuple[Job, ...], int]:
    decoder = msgspec.json.Decoder(Job)
    jobs: list[Job] = []
    for item in raw:
        try:
            jobs.append(decoder.decode(item))
        except _UNREADABLE:
            continue
    return tuple(jobs), len(raw) - len(jobs)
