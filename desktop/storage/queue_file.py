"""The queue on disk: the jobs that have not run, offered again after a crash or a restart."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.tasks import Job
from desktop.files.atomic import set_aside, sweep_temporaries, write_atomically
from desktop.files.bounded import UnreadableError, read_struct
from desktop.files.disk_errors import disk_error

QUEUE_VERSION = 1
_MOST_KEPT = 500
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for wrong JSON, for text that is no UTF-8, and for a thousand brackets."""


class _Content(msgspec.Struct):
    version: int
    jobs: list[msgspec.Raw]
    number: int = 0
    """Counts the states, so that the newer of two files is known; 0: of an older Easel."""
    begun: list[str] | None = None
    """The ids of the jobs that were being drawn; None: of an older Easel, which drew the first."""


class QueueContent(msgspec.Struct, frozen=True, kw_only=True):
    """The jobs in their order, and a message for the user where something was wrong."""

    jobs: tuple[Job, ...] = ()
    notice: Message | None = None
    saved: float = 0.0
    """When the file was written, in seconds since 1970."""
    begun: frozenset[str] = frozenset()
    """The ids of the jobs that were being drawn then."""
    read_only: bool = False
    """True for a file from a newer Easel, or one that can't be read: don't save over it."""


class QueueFile:
    """Loads and saves the queue. Only the holder of the `InstanceLock` may save."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.latest = path.with_name(f"{path.stem}.latest{path.suffix}")
        self._number = 0
        self._encoded: dict[str, tuple[Job, msgspec.Raw]] = {}

    def load(self) -> QueueContent:
        """The queue as it was saved last; never raises. A damaged file is set aside."""
        sweep_temporaries(self.path.parent)
        content, number = self._load_saved()
        kept, kept_number = self._load_kept()
        self._number = max(number, kept_number)
        is_newer = kept is not None and 0 < number < kept_number
        if kept is None or not is_newer or content.read_only:
            return content
        return msgspec.structs.replace(kept, notice=content.notice)

    def _load_saved(self) -> tuple[QueueContent, int]:
        """What `save` wrote, and its number; 0 where there is none that can be used."""
        try:
            content, saved = read_struct(self.path, _Content), self.path.stat().st_mtime
        except UnreadableError:
            return self._damaged((), Message("The queue file was damaged")), 1
        except FileNotFoundError:
            return QueueContent(), 1
        except OSError as error:
            message = disk_error(error, self.path, Message("read the queue")).message
            return QueueContent(notice=message, read_only=True), 0
        if content.version > QUEUE_VERSION:
            notice = Message("The queue was written by a newer Easel and is left as it is.")
            return QueueContent(notice=notice, read_only=True), 0
        jobs, lost = _decode_jobs(content.jobs)
        if lost:
            what = Message("{count} of the queue’s jobs couldn’t be read", count=lost)
            return self._damaged(jobs, what), content.number
        return _content_of(content, jobs, saved), content.number

    def _load_kept(self) -> tuple[QueueContent | None, int]:
        """What `keep` noted last, where it is whole, and its number."""
        try:
            content = read_struct(self.latest, _Content)
            saved = self.latest.stat().st_mtime
        except (OSError, UnreadableError):
            return None, 0
        jobs, lost = _decode_jobs(content.jobs)
        if lost or content.version != QUEUE_VERSION:
            return None, 0
        return _content_of(content, jobs, saved), content.number

    def keep(self, jobs: Sequence[Job], begun: Sequence[str] = ()) -> int:
        """Note the queue at once, beside the file that `save` writes later and surely.

        Takes a millisecond, since it waits for no disk, and is best effort: a long queue, which
        would take longer, is left to `save`. Returns the number of this state, for `save`.
        """
        self._number += 1
        if len(jobs) > _MOST_KEPT:
            return self._number
        with suppress(EaselError):  # `save` meets the same fault, and tells of it
            self._write(self.latest, jobs, self._number, begun, sync=False)
        return self._number

    def forget_kept(self) -> None:
        """Drop what `keep` noted: `save` has written the same."""
        with suppress(OSError):
            self.latest.unlink(missing_ok=True)

    def save(self, jobs: Sequence[Job], number: int, begun: Sequence[str] = ()) -> None:
        """Replace the queue on disk; `number` is what `keep` gave. Raises EaselError.

        May run on another thread than `keep`, which alone counts.
        """
        self._write(self.path, jobs, number, begun, sync=True)

    def _write(
        self, path: Path, jobs: Sequence[Job], number: int, begun: Sequence[str], *, sync: bool
    ) -> None:
        if len(self._encoded) > 2 * len(jobs) + 100:  # most of them have been drawn
            self._encoded = {}
        content: dict[str, Any] = {
            "version": QUEUE_VERSION,
            "number": number,
            "begun": list(begun),
            "jobs": [self._as_json(job) for job in jobs],
        }
        try:
            write_atomically(path, msgspec.json.encode(content), sync=sync)
        except OSError as error:
            raise disk_error(error, path, Message("save the queue")) from error

    def _as_json(self, job: Job) -> msgspec.Raw:
        """`job` as JSON, made once: a queue of thousands is written at each change of it."""
        known = self._encoded.get(job.id)
        if known is not None and known[0] is job:
            return known[1]
        raw = msgspec.Raw(msgspec.json.encode(job))
        self._encoded[job.id] = job, raw
        return raw

    def _damaged(self, jobs: tuple[Job, ...], what: Message) -> QueueContent:
        try:
            aside = set_aside(self.path)
        except OSError as error:
            notice = Message(
                "{what}, and Easel couldn’t set the file aside ({reason}).",
                what=what,
                reason=error.strerror or str(error),
            )
            return QueueContent(jobs=jobs, notice=notice, read_only=True)
        return QueueContent(
            jobs=jobs,
            notice=Message("{what}: Easel kept the file as “{aside}”.", what=what, aside=aside),
        )


def _content_of(content: _Content, jobs: tuple[Job, ...], saved: float) -> QueueContent:
    begun = [job.id for job in jobs[:1]] if content.begun is None else content.begun
    return QueueContent(jobs=jobs, saved=saved, begun=frozenset(begun))


def _decode_jobs(raw: list[msgspec.Raw]) -> tuple[tuple[Job, ...], int]:
    decoder = msgspec.json.Decoder(Job)
    jobs: list[Job] = []
    for item in raw:
        try:
            jobs.append(decoder.decode(item))
        except _UNREADABLE:
            continue
    return tuple(jobs), len(raw) - len(jobs)
