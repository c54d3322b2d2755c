"""A low-priority thread pool for background work, so that the GUI thread is never starved."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QThreadPool

from desktop.process.scheduling import POOL_SLICE, take_slice


class LowPriorityThreadPool(QThreadPool):
    """A pool of at most `threads` threads that yield to the main thread.

    macOS has thread priorities, which Qt sets. Linux has none for ordinary threads, but time slices
    of different lengths; see `process.scheduling` for the reason against niceness.
    """

    def __init__(self, parent: QObject | None = None, threads: int = 1) -> None:
        super().__init__(parent)
        self.setMaxThreadCount(threads)
        self.setThreadPriority(QThread.Priority.LowPriority)
        self._stepped_back = threading.local()

    def begin(self, function: Callable[[], object]) -> None:
        """Call `function` on a free thread, queued until then."""
        self.start(lambda: self._call(function))

    def _call(self, function: Callable[[], object]) -> None:
        if not hasattr(self._stepped_back, "done"):
            take_slice(POOL_SLICE)
            self._stepped_back.done = True
        function()
