"""Small background work: a function runs on a pool thread, its result arrives on the main one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError

from .low_priority_pool import LowPriorityThreadPool

OnResult = Callable[[Any], None]
OnError = Callable[[EaselError], None]


class Background(QObject):
    """Owns all small background work of the window.

    The function must not touch widgets. Results of work that was still under way at `shutdown`
    are dropped. Signals: `done(callback, value)`, for its own use.
    """

    done = Signal(object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = LowPriorityThreadPool(self, threads)
        self._closing = False
        self.done.connect(self._deliver)

    def run(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        """Call `function` elsewhere and one of the two callbacks here."""
        self._pool.begin(lambda: self.done.emit(*outcome_of(function, on_result, on_error)))

    def shutdown(self) -> None:
        """Drop what has not begun, and wait for what has."""
        self._closing = True
        self._pool.clear()
        self._pool.waitForDone()

    def _deliver(self, callback: Callable[[Any], None], value: object) -> None:
        if not self._closing:
            callback(value)


def outcome_of(
    function: Callable[[], Any], on_result: OnResult, on_error: OnError | None
) -> tuple[Callable[[Any], None], Any]:
    """Call `function`: the callback that is to hear of it, and what it is to hear."""
    failed = on_error or _ignore
    try:
        return on_result, function()
    except EaselError as error:
        return failed, error
    except Exception as error:
        return failed, EaselError(f"Something went wrong: {error}", repr(error))


def _ignore(_error: EaselError) -> None:
    return
