"""Write the queue to disk on a thread of its own: a sync can take half a second."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.tasks import Job
from desktop.storage.queue_file import QueueFile

from .low_priority_pool import LowPriorityThreadPool


class QueueWriter(QObject):
    """Background writer of the latest queue state; superseded states are never written.

    `finish` must be called before the store is read again. Signal: `failed(EaselError)`.
    """

    failed = Signal(object)

    def __init__(self, store: QueueFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._pool = LowPriorityThreadPool(self)
        self._lock = threading.Lock()
        self._next: tuple[tuple[Job, ...], int, Sequence[str]] | None = None

    def save(self, jobs: Sequence[Job], begun: Sequence[str]) -> None:
        """Have `jobs` written: they outlive this process from now on, and the power soon.

        `begun` are the ids of those that have begun.
        """
        with self._lock:
            under_way = self._next is not None
            self._next = tuple(jobs), self._store.keep(jobs, begun), begun
        if not under_way:
            self._pool.begin(self._write)

    def finish(self) -> None:
        """Block until everything to be saved is on the disk."""
        self._pool.waitForDone()

    def _write(self) -> None:
        with self._lock:
            wanted, self._next = self._next, None
        if wanted is None:
            return
        try:
            self._store.save(*wanted)
        except EaselError as error:
            self.failed.emit(error)
            return
        with self._lock:
            if self._next is None:
                self._store.forget_kept()
