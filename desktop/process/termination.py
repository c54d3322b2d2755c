"""Cancellation: the requested job ids, and the escalation against a child that doesn't stop."""

from __future__ import annotations

import subprocess
import time
from collections import deque
from contextlib import suppress

_LOADING_PATIENCE = 0.8
_STEPS_PATIENCE = 3.0
_TERMINATE_PATIENCE = 1.0
_LONGEST_STEP = 600.0


_MOST_REMEMBERED = 64


class CancelRequests:
    """The ids of jobs to stop, the latest only: a job may have ended by itself."""

    def __init__(self) -> None:
        self._jobs: deque[str] = deque(maxlen=_MOST_REMEMBERED)

    def __contains__(self, job: str) -> bool:
        return job in self._jobs

    def add(self, job: str) -> None:
        """Request that the job of that id be stopped. Callable from any thread."""
        self._jobs.append(job)

    def discard(self, job: str) -> None:
        """Drop the request: the job of that id has ended."""
        with suppress(ValueError):
            self._jobs.remove(job)


class Termination:
    """Escalation of a cancel: request, wait, terminate, kill.

    While a model loads nothing is lost, so the wait is short; between steps a child that responds
    keeps its model, so it gets two steps' time.
    """

    def __init__(self) -> None:
        self._patience = _LOADING_PATIENCE
        self._deadline: float | None = None
        self._terminated = False

    @property
    def started(self) -> bool:
        """Whether the child was already asked."""
        return self._deadline is not None

    def pace(self, seconds_per_step: float) -> None:
        """Set the seconds that a step takes; an invalid value gives the default."""
        self._patience = _STEPS_PATIENCE
        if 0 <= seconds_per_step <= _LONGEST_STEP:
            self._patience = max(_STEPS_PATIENCE, 2.0 * seconds_per_step)

    def start(self) -> None:
        """Start the clock: the child has been asked."""
        self._deadline = time.monotonic() + self._patience

    def timeout(self) -> float | None:
        """Return the seconds until `act` is due, None when nothing runs."""
        if self._deadline is None:
            return None
        return max(0.0, self._deadline - time.monotonic())

    def act(self, process: subprocess.Popen[bytes]) -> None:
        """Terminate, and later kill, once the wait is over."""
        if self._deadline is None or time.monotonic() < self._deadline:
            return
        if self._terminated:
            process.kill()
        else:
            process.terminate()
            self._terminated = True
        self._deadline = time.monotonic() + _TERMINATE_PATIENCE
