"""The interface of everything that runs jobs: an engine child, a window's engine, servers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Protocol

from desktop.core.errors import BadInput, EaselError, InternalError
from desktop.core.events import EngineLost, Event, Failed
from desktop.core.tasks import Job

logger = logging.getLogger(__name__)


class JobRunner(Protocol):
    """Runner of one job at a time: `EngineChild`, `WindowLink`, `RemoteRunner`, `JobRouter`."""

    def run(self, job: Job) -> Iterator[Event]:
        """Run `job` and yield its events in order; the last satisfies `core.events.ends_job`."""
        ...

    def cancel(self, job: str) -> None:
        """Stop the job of that id between two steps. Callable from any thread."""
        ...

    def close(self) -> None:
        """Release the engine. Final, and idempotent."""
        ...


def followed(runner: JobRunner, job: Job) -> Iterator[Event]:
    """Run `job` on `runner` and yield its events; a bug in the runner ends the job, too."""
    try:
        yield from runner.run(job)
    except Exception as error:
        logger.exception("Job %s could not be followed", job.id)
        bug = InternalError.of(error)
        yield EngineLost(job=job.id, message=bug.message, details=bug.details)


def failure_of(event: Event) -> EaselError | None:
    """Return the error in a job's last event; None where the event is no failure."""
    if isinstance(event, Failed):
        kind = BadInput if event.bad_input else EaselError
        return kind(event.message, event.details)
    if isinstance(event, EngineLost):
        return EaselError(event.message, event.details)
    return None
