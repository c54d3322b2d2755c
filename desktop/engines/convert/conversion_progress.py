"""Progress of a conversion, phase by phase, and the estimated time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.events import Progress
from desktop.core.messages import Message

_PAUSE = 0.2
"""Seconds between two events of one phase, to limit their number over thousands of operations."""
_SURE = 3.0
"""Seconds that must have passed before the estimate of the time left is shown."""


class ConversionProgress:
    """The phases of one conversion, each with its share of the whole work (any unit).

    `begin` and `at` raise JobCancelled once the job was cancelled.
    """

    def __init__(
        self,
        job: str,
        emit: Emit,
        check: CancelCheck,
        phases: list[tuple[Message, float]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._job, self._emit, self.check, self._clock = job, emit, check, clock
        self._phases = phases
        self._index = -1
        self._fraction = 0.0
        self._started = clock()
        self._announced_at = 0.0

    def begin(self, phase: Message) -> None:
        """Advance to `phase`; phases are begun in order, some may be skipped.

        Raises ValueError for a phase that is not ahead.
        """
        self.check()
        names = [name for name, _ in self._phases]
        self._index = names.index(phase, self._index + 1)
        self._fraction = 0.0
        self._announce()

    def at(self, fraction: float) -> None:
        """Set the phase's progress to `fraction` (0..1); the progress never decreases."""
        self.check()
        self._fraction = max(self._fraction, min(1.0, fraction))
        if self._clock() - self._announced_at >= _PAUSE:
            self._announce()

    def _announce(self) -> None:
        self._announced_at = self._clock()
        share = self._share()
        self._emit(
            Progress(
                job=self._job,
                what=self._phases[self._index][0],
                fraction=self._fraction,
                seconds_left=self._left(share),
                overall=share,
                phases=tuple(name for name, _ in self._phases),
                place=self._index,
            )
        )

    def _share(self) -> float:
        """Return the finished share of the whole work, 0..1."""
        done = sum(cost for _, cost in self._phases[: self._index])
        done += self._phases[self._index][1] * self._fraction
        return done / sum(cost for _, cost in self._phases)

    def _left(self, share: float) -> float | None:
        gone = self._clock() - self._started
        return gone * (1 - share) / share if gone >= _SURE and share > 0 else None
