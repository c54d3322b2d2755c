"""The engine for other programs' jobs: the open window's, else a child of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from desktop.process.jobs.job_runner import JobRunner
from desktop.process.window_link import WindowLink


class EngineChoice:
    """Chooser of the next job's engine, so that the machine never runs two.

    A child is kept warm between jobs, and released once a window is open.
    """

    def __init__(self, window_socket: Path, open_child: Callable[[], JobRunner]) -> None:
        self._socket = window_socket
        self._open_child = open_child
        self._lock = threading.Lock()
        self._link: WindowLink | None = None
        self._child: JobRunner | None = None

    def runner(self) -> JobRunner:
        """Return the window's engine if a window is open, else the child. Call once a job."""
        with self._lock:
            if self._link is not None:
                self._link.close()
            self._link = WindowLink.open(self._socket)
            if self._link is not None:
                self._close_child()
                return self._link
            if self._child is None:
                self._child = self._open_child()
            return self._child

    def close(self) -> None:
        """Disconnect and end the child."""
        with self._lock:
            if self._link is not None:
                self._link.close()
                self._link = None
            self._close_child()

    def _close_child(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None
