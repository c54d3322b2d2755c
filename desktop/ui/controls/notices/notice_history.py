"""The notices of this run, readable after their banners have closed."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from PySide6.QtCore import QObject, QTime, Signal

_KEPT = 50


class Notice(NamedTuple):
    """A sentence that was shown, and when."""

    time: QTime
    sentence: str
    details: str


class NoticeHistory(QObject):
    """The history of notices. Signals: `changed()`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: deque[Notice] = deque(maxlen=_KEPT)

    def add(self, sentence: str, details: str = "") -> None:
        """Record a notice that is shown now."""
        self._notices.appendleft(Notice(QTime.currentTime(), sentence, details))
        self.changed.emit()

    def notices(self) -> list[Notice]:
        """Return the last notices, newest first."""
        return list(self._notices)
