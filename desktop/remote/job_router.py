"""Sends each job to where its model is: the engine child of this machine, or a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from desktop.core.events import Event
from desktop.core.tasks import Job, servers_of
from desktop.process.job_runner import JobRunner, LocalEngine


class JobRouter:
    """A process.job_runner.LocalEngine over the child of this machine and the user's servers.

    `make_remote` is called for the first job that is drawn on a server.
    """

    def __init__(self, child: LocalEngine, make_remote: Callable[[], JobRunner]) -> None:
        self._child, self._make_remote = child, make_remote
        self._lock = threading.Lock()
        self._remote: JobRunner | None = None

    def prepare(self, output: str) -> None:
        """Let the child start and import; its pictures will go to the folder `output`."""
        self._child.prepare(output)

    def run(self, job: Job) -> Iterator[Event]:
        """Do `job`; its events in order, the last of which ends it."""
        if not any(servers_of(job.task)):
            return self._child.run(job)
        with self._lock:
            if self._remote is None:
                self._remote = self._make_remote()
        return self._remote.run(job)

    def cancel(self, job: str) -> None:
        """Stop the job of that id, wherever it is. May be called from any thread."""
        self._child.cancel(job)
        with self._lock:
            remote = self._remote
        if remote is not None:
            remote.cancel(job)

    def close(self) -> None:
        """Hang up and end the child."""
        with self._lock:
            remote = self._remote
        if remote is not None:
            remote.close()
        self._child.close()
