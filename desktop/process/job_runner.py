"""What runs a job, wherever its engine is: one interface for a child and a window's engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from desktop.core.events import Event
from desktop.core.tasks import Job


class JobRunner(Protocol):
    """Runs one job at a time; `EngineChild` and `WindowLink` are such."""

    def run(self, job: Job) -> Iterator[Event]:
        """Do `job`; its events in order, the last of which satisfies `core.events.ends_job`."""
        ...

    def cancel(self, job: str) -> None:
        """Stop the job of that id between two steps. May be called from any thread."""
        ...

    def close(self) -> None:
        """Let go of the engine. Final, and idempotent."""
        ...
