"""The handle of a request that another program made: it can be called off at any moment."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable


class JobTicket:
    """One request's id and its end; `cancel` works before, while and after the job runs."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._cancelled = False
        self._stop: Callable[[], None] | None = None

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._cancelled

    def cancel(self) -> None:
        """Call it off; what runs is stopped between two steps. May be called from any thread."""
        with self._lock:
            self._cancelled = True
            stop = self._stop
        if stop is not None:
            stop()

    def started(self, stop: Callable[[], None]) -> None:
        """Say how the job is stopped from now on; done at once where it was called off before."""
        with self._lock:
            self._stop = stop
            late = self._cancelled
        if late:
            stop()
