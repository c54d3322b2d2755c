"""Counts bugs, so that each stands in one banner however often it comes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from shiboken6 import isValid

from desktop.core.errors import InternalError

logger = logging.getLogger(__name__)

_QUIET_SECONDS = 2.0
"""A bug that comes more often is a flood: its banner stays away once it was closed."""


class CountingBanner(Protocol):
    """What is shown of a bug (`ui.banner.Banner`)."""

    def count(self, times: int) -> None:
        """Say that it came so many times."""
        ...

    def isHidden(self) -> bool:
        """Whether it was closed."""
        ...


@dataclass
class _Bug:
    times: int = 0
    last: float = float("-inf")
    banner: CountingBanner | None = None

    @property
    def stands(self) -> bool:
        return self.banner is not None and isValid(self.banner) and not self.banner.isHidden()


class BugCounter:
    """Calls `show` for a bug that is new, or that comes again after a while and was closed.

    A bug is known again by its `origin`.
    """

    def __init__(
        self,
        show: Callable[[InternalError], CountingBanner],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._show = show
        self._clock = clock
        self._bugs: dict[str, _Bug] = {}
        self._latest: InternalError | None = None

    def note(self, error: InternalError) -> None:
        """Show a bug, or count it. Never raises: what goes wrong here is logged."""
        if error is self._latest:  # two that heard of it hand it on
            return
        self._latest = error
        try:
            self._note(error)
        except Exception:
            logger.exception("A bug's banner can't be shown")

    def _note(self, error: InternalError) -> None:
        bug = self._bugs.setdefault(error.origin, _Bug())
        now = self._clock()
        flood = now - bug.last < _QUIET_SECONDS
        bug.times, bug.last = bug.times + 1, now
        if not bug.stands and not flood:
            bug.banner = self._show(error)
        if bug.banner is not None and bug.stands and bug.times > 1:
            bug.banner.count(bug.times)
