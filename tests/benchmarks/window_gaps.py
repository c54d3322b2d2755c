"""The gaps between the ticks of an 8 ms timer: how long the window could answer nobody."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

from .table import quantile

HEAD = ("figure", "ms", "not waiting for a core", "main thread's work", "aim")


class Tick(NamedTuple):
    """Seconds: by the clock; without what this thread waited for a core; worked by this thread."""

    clock: float
    not_waiting: float
    work: float


def tick() -> Tick:
    """Now. Linux says how long the machine's other work kept this thread from a core."""
    now, kept = time.perf_counter(), Path("/proc/thread-self/schedstat")
    waited = int(kept.read_text().split()[1]) / 1e9 if kept.exists() else 0.0
    return Tick(now, now - waited, time.thread_time())


class WindowGaps:
    """Counts from `start` to `stop`, on the main thread."""

    def __init__(self) -> None:
        self.ticks: list[Tick] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(8)
        self._timer.timeout.connect(lambda: self.ticks.append(tick()))

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def seconds(self) -> float:
        """From the first tick to the last."""
        return self.ticks[-1].clock - self.ticks[0].clock

    def rows(self) -> list[tuple[str, ...]]:
        """Rows below `HEAD`."""
        gaps = [
            [(one - other) * 1000 for one, other in zip(after, before, strict=True)]
            for before, after in itertools.pairwise(self.ticks)
        ]
        kinds = [list(kind) for kind in zip(*gaps, strict=True)]
        return [
            _row("median", [quantile(kind, 0.5) for kind in kinds], "8"),
            _row("p99", [quantile(kind, 0.99) for kind in kinds], ""),
            _row("p99.9", [quantile(kind, 0.999) for kind in kinds], "16 or less"),
            _row("longest", [max(kind) for kind in kinds], "50 at most"),
            (
                f"over 16 ms of {len(gaps)}",
                *(str(sum(gap > 16 for gap in kind)) for kind in kinds),
                "",
            ),
        ]


def _row(name: str, figures: list[float], aim: str) -> tuple[str, ...]:
    return (name, *(f"{figure:.1f}" for figure in figures), aim)
