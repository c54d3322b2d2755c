"""Cancelling: which jobs are to be stopped, and what is done to a child that doesn't stop."""

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
    """The ids of jobs that are to be stopped, the last ones: a job may have ended by itself."""

    def __init__(self) -> None:
        self._jobs: deque[str] = deque(maxlen=_MOST_REMEMBERED)

    def __contains__(self, job: str) -> bool:
        return job in self._jobs

    def add(self, job: str) -> None:
        """The job of that id is to be stopped. May be called from any thread."""
        self._jobs.append(job)

    def discard(self, job: str) -> None:
        """The job of that id has ended."""
        with suppress(ValueError):
            self._jobs.remove(job)


class Termination:
    """The escalation of one cancel: ask, wait, terminate, kill.

    While a model loads there is nothing worth waiting for, so the patience is short; between
    steps a child that answers keeps its model, so it gets two steps' time.
    """

    def __init__(self) -> None:
        self._patience = _LOADING_PATIENCE
        self._deadline: float | None = None
        self._terminated = False

    @property
    def started(self) -> bool:
        """Whether the child was asked already."""
        return self._deadline is not None

    def pace(self, seconds_per_step: float) -> None:
        """Learn how long a step takes; a child that says nonsense gets the usual time."""
        self._patience = _STEPS_PATIENCE
        if 0 <= seconds_per_step <= _LONGEST_STEP:
            self._patience = max(_STEPS_PATIENCE, 2.0 * seconds_per_step)

    def start(self) -> None:
        """The child has been asked: from now on the clock runs."""
        self._deadline = time.monotonic() + self._patience

    def timeout(self) -> float | None:
        """Seconds until `act` has something to do, None where nothing runs."""
        if self._deadline is None:
            return None
        return max(0.0, self._deadline - time.monotonic())

    def act(self, process: subprocess.Popen[bytes]) -> None:
        """Terminate, and later kill, where the patience is at its end."""
        if self._deadline is None or time.monotonic() < self._deadline:
            return
        if self._terminated:
            process.kill()
        else:
            process.terminate()
            self._terminated = True
        self._deadline = time.monotonic() + _TERMINATE_PATIENCE
