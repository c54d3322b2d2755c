"""Garbage collection on the main thread alone.

Python collects on whichever thread allocates next. A cycle that holds widgets, pixmaps or timers
then ends on a background thread, where Qt must not destroy them: the app crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer

_INTERVAL_MS = 500


class MainThreadGarbage(QObject):
    """The collector of this process, from now to `end`: it looks twice a second what is due."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        timer = QTimer(self, interval=_INTERVAL_MS, timerType=Qt.TimerType.CoarseTimer)
        timer.timeout.connect(collect_due)
        timer.start()

    def keep_what_there_is(self) -> None:
        """Exempt the window from garbage collection: a full run took 21 ms."""
        gc.collect()
        gc.freeze()

    def end(self) -> None:
        """Let Python collect by itself again, if it did before."""
        if self._was_enabled:
            gc.enable()


def collect_due() -> None:
    """Collect the oldest generation whose count is over Python's own threshold, if any is."""
    due = (count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True))
    generation = max((number for number, is_due in enumerate(due) if is_due), default=None)
    if generation is not None:
        gc.collect(generation)
