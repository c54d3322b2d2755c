"""A running download's bytes, speed, time left, and state."""

from __future__ import annotations

import time
from collections import deque
from typing import Literal

import msgspec

from desktop.core.messages import Message

State = Literal["waiting", "running", "unpacking", "paused", "failed", "done", "cancelled"]
_WINDOW = 8.0


class DownloadStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A download at one moment. `message` is why it waits or failed."""

    id: str
    name: str
    target: str
    state: State
    done_bytes: int = 0
    total_bytes: int = 0
    bytes_per_second: float = 0.0
    seconds_left: float | None = None
    message: Message | None = None
    details: str = ""
    needs_token: bool = False
    """Whether it failed for lack of a token, so that setting one helps."""
    bug: bool = False
    """Whether it failed by an unexpected error; `details` is a traceback then."""
    repository: str = ""

    @property
    def fraction(self) -> float | None:
        """The completed part, 0..1, None where the size is unknown."""
        return min(self.done_bytes / self.total_bytes, 1.0) if self.total_bytes > 0 else None

    @property
    def ended(self) -> bool:
        """Whether only the user can continue it."""
        return self.state in {"paused", "failed", "done", "cancelled"}


class Speed:
    """Download speed in bytes a second, over the last few seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, total: int) -> None:
        """Record the total bytes received from the network until now."""
        now = time.monotonic()
        self._seen.append((now, total))
        while self._seen and now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()

    def value(self) -> float:
        """Return the bytes a second, 0 while unknown."""
        if len(self._seen) < 2:
            return 0.0
        (start, first), (end, last) = self._seen[0], self._seen[-1]
        return max(last - first, 0) / (end - start) if end > start else 0.0
