"""Count bugs so that a repeated bug is shown in a single banner."""

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
"""Seconds: a bug that recurs faster is a flood, whose banner stays closed once closed."""


class CountingBanner(Protocol):
    """Protocol of a bug's banner, implemented by `ui.banner.Banner`."""

    def count(self, times: int) -> None:
        """Show that the bug occurred `times` times."""
        ...

    def isHidden(self) -> bool:
        """Return whether the banner was closed."""
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
    """A counter that calls `show` for a new bug, or a closed one that recurs after a while.

    Bugs are identified by their `origin`.
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
        """Show or count a bug. Never raises: failures here are logged."""
        if error is self._latest:  # two observers pass the same error on
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
