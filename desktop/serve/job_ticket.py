"""The handle of another program's request: it can be canceled at any moment."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable


class JobTicket:
    """A request's id and cancellation; `cancel` works before, while and after the job runs."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._cancelled = False
        self._stop: Callable[[], None] | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the request was canceled."""
        return self._cancelled

    def cancel(self) -> None:
        """Cancel the request; a running job stops between two steps. Callable from any thread."""
        with self._lock:
            self._cancelled = True
            stop = self._stop
        if stop is not None:
            stop()

    def started(self, stop: Callable[[], None]) -> None:
        """Set the function that stops the job; call it at once after an earlier `cancel`."""
        with self._lock:
            self._stop = stop
            late = self._cancelled
        if late:
            stop()
