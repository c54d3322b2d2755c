"""Time as training sees it: only seconds spent in steps count, so a paused run loses nothing."""

from __future__ import annotations

import math
import time

LONGEST_STEP = 5.0


class TrainingClock:
    """Counts active seconds towards a budget; a step that took longer was paused."""

    def __init__(self, minutes: float, spent: float = 0.0) -> None:
        self.budget, self.spent = minutes * 60, spent
        self._last = time.monotonic()

    def tick(self) -> float:
        """Seconds since the last tick, as counted."""
        now = time.monotonic()
        seconds = min(now - self._last, LONGEST_STEP)
        self._last = now
        self.spent += seconds
        return seconds

    def skip(self) -> None:
        """Leaves out what passed since the last tick (a checkpoint, a test picture)."""
        self._last = time.monotonic()

    @property
    def progress(self) -> float:
        return min(1.0, self.spent / self.budget)

    @property
    def left(self) -> str:
        seconds = max(0, int(self.budget - self.spent))
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def rate(progress: float, step: int, warm_up: int, fall: float) -> float:
    """Learning rate factor: a linear start, flat, then a cosine to 2% over the last `fall`."""
    start = min(1.0, (step + 1) / warm_up)
    into = max(0.0, (progress - (1 - fall)) / fall)
    return start * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, into))))
