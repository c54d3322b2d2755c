"""Threads that step back: what runs on them never takes a core from the thread that paints."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QThreadPool

_NICE = 3
"""Added to the process's niceness, which halves the weight (sched(7): 526 to 1024). At 10 a thread
that holds Python's lock may wait for a core behind every other program, and the window for it."""


class LowPriorityThreadPool(QThreadPool):
    """A pool of at most `threads` threads that go behind the main one.

    macOS has priorities for threads, which Qt sets. Linux has none for ordinary threads, but a
    niceness for each (sched(7)).
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
        if sys.platform == "linux" and not hasattr(self._stepped_back, "done"):
            own = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), own + _NICE)
            self._stepped_back.done = True
        function()
