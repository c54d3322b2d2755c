"""What runs a job, wherever its engine is: one interface for a child and a window's engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from desktop.core.errors import BadInput, EaselError
from desktop.core.events import EngineLost, Event, Failed
from desktop.core.tasks import Job


class JobRunner(Protocol):
    """Runs one job at a time; `EngineChild`, `WindowLink`, servers and `JobRouter` are such."""

    def run(self, job: Job) -> Iterator[Event]:
        """Do `job`; its events in order, the last of which satisfies `core.events.ends_job`."""
        ...

    def cancel(self, job: str) -> None:
        """Stop the job of that id between two steps. May be called from any thread."""
        ...

    def close(self) -> None:
        """Let go of the engine. Final, and idempotent."""
        ...


def failure_of(event: Event) -> EaselError | None:
    """The error that a job's last event tells of; None where it is no failure."""
    if isinstance(event, Failed):
        kind = BadInput if event.bad_input else EaselError
        return kind(event.message, event.details)
    if isinstance(event, EngineLost):
        return EaselError(event.message, event.details)
    return None
