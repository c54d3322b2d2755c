"""How long a test waits at most: a limit only costs time where something is broken."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")
LIMIT = 60.0
"""Seconds."""
ENGINE_LIMIT = 300.0
"""Seconds for a job of the real engine: a busy machine needs a minute to import torch alone."""


def wait_until(ready: Callable[[], _T], limit: float = LIMIT) -> _T:
    """The first true answer of `ready`."""
    end = time.monotonic() + limit
    while not (value := ready()):
        assert time.monotonic() < end, f"it did not happen within {limit:.0f} s"
        time.sleep(0.01)
    return value
