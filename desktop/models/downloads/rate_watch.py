"""Sees that a server sends at some rate: one that drips would keep a download for ever."""

from __future__ import annotations

import time

from .download_errors import TransientError

LEAST_RATE = 500.0
"""Bytes in a second; a modem of 1990 has more."""
WINDOW = 60.0
"""Seconds over which the rate is taken."""


class RateWatch:
    """Counts what one answer brings."""

    def __init__(self, least_rate: float = LEAST_RATE, window: float = WINDOW) -> None:
        self._least, self._window = least_rate * window, window
        self._began, self._came = time.monotonic(), 0

    def saw(self, count: int) -> None:
        """Note `count` bytes. Raises TransientError where too few came for too long."""
        self._came += count
        if time.monotonic() - self._began < self._window:
            return
        if self._came < self._least:
            raise TransientError("The server sends next to nothing.", slow=True)
        self._began, self._came = time.monotonic(), 0
