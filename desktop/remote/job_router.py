"""Sends each job to where its model is: the engine child of this machine, or a server."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.core.events import Event
from desktop.core.tasks import Job
from desktop.process.job_runner import LocalEngine

from .remote_runner import RemoteRunner, servers_of


class JobRouter:
    """A process.job_runner.LocalEngine over the child of this machine and the user's servers."""

    def __init__(self, child: LocalEngine, remote: RemoteRunner) -> None:
        self._child, self._remote = child, remote

    def prepare(self, output: str) -> None:
        """Let the child start and import; its pictures will go to the folder `output`."""
        self._child.prepare(output)

    def run(self, job: Job) -> Iterator[Event]:
        """Do `job`; its events in order, the last of which ends it."""
        local = servers_of(job.task) == {""}
        return self._child.run(job) if local else self._remote.run(job)

    def cancel(self, job: str) -> None:
        """Stop the job of that id, wherever it is. May be called from any thread."""
        self._child.cancel(job)
        self._remote.cancel(job)

    def close(self) -> None:
        """End the child and hang up."""
        self._remote.close()
        self._child.close()
