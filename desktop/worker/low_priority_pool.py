"""Threads that step back: what runs on them never takes a core from the thread that paints."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QThreadPool

_NICE = 10
"""As nice as the engine's child: a thumbnail and a step wait for one another, not the window."""


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
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
            self._stepped_back.done = True
        function()
