"""Threads that step back: what runs on them never takes a core from the thread that paints."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QThreadPool

from desktop.process.scheduling import POOL_SLICE, take_slice


class LowPriorityThreadPool(QThreadPool):
    """A pool of at most `threads` threads that go behind the main one.

    macOS has priorities for threads, which Qt sets. Linux has none for ordinary threads, but slices
    of different lengths; `process.scheduling` says why it is no niceness.
    """

    def __init__(self, parent: QObject | None = None, threads: int = 1) -> None:
        super().__init__(parent)
        self.setMaxThreadCount(threads)
        self.setThreadPriority(QThread.Priority.LowPriority)
        self._stepped_back = threading.local()

    def begin(self, function: Callable[[], object]) -> None:
        """Call `function` on one of the threads, when one is free."""
        self.start(lambda: self._call(function))

    def _call(self, function: Callable[[], object]) -> None:
        if not hasattr(self._stepped_back, "done"):
            take_slice(POOL_SLICE)
            self._stepped_back.done = True
        function()
