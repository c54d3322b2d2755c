"""Enforce a minimum rate of a server: a trickle would keep a download for ever."""

from __future__ import annotations

import time

from .download_errors import TransientError

LEAST_RATE = 500.0
"""Minimum bytes a second; a modem of 1990 has more."""
WINDOW = 60.0
"""Seconds over which the rate is measured."""


class RateWatch:
    """Rate check of one response."""

    def __init__(self, least_rate: float = LEAST_RATE, window: float = WINDOW) -> None:
        self._least, self._window = least_rate * window, window
        self._began, self._came = time.monotonic(), 0

    def saw(self, count: int) -> None:
        """Record `count` bytes. Raises TransientError where the rate was too low for too long."""
        self._came += count
        if time.monotonic() - self._began < self._window:
            return
        if self._came < self._least:
            raise TransientError("The server sends next to nothing.", slow=True)
        self._began, self._came = time.monotonic(), 0
