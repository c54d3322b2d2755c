"""Small background work: a function runs on a pool thread, its result arrives on the main one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError, InternalError

from .low_priority_pool import LowPriorityThreadPool

logger = logging.getLogger(__name__)

OnResult = Callable[[Any], None]
OnError = Callable[[EaselError], None]


class Background(QObject):
    """Owns all small background work of the window.

    The function must not touch widgets. Results of work that was still under way at `shutdown`
    are dropped. An exception that is no EaselError is a bug: it is logged with its traceback, and
    arrives as an InternalError.

    Signals: `failed(EaselError)`, every bug, and the known errors of work whose caller gave no
    `on_error`; `done(callback, value)`, for its own use.
    """

    done = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = LowPriorityThreadPool(self, threads)
        self._closing = False
        self.done.connect(self._deliver)

    def run(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        """Call `function` elsewhere and one of the two callbacks here."""
        self._pool.begin(lambda: self.done.emit(*self._outcome(function, on_result, on_error)))

    def shutdown(self) -> None:
        """Drop what has not begun, and wait for what has."""
        self._closing = True
        self._pool.clear()
        self._pool.waitForDone()

    def _outcome(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None
    ) -> tuple[Callable[[Any], None], Any]:
        """Call `function`: the callback that is to hear of it, and what it is to hear."""
        try:
            return on_result, function()
        except EaselError as error:
            logger.info("Background work failed: %s", error.message)
            known = error
        except Exception as error:
            logger.exception("Background work failed")
            known = InternalError.of(error)
        return lambda error: self._fail(error, on_error), known

    def _fail(self, error: EaselError, on_error: OnError | None) -> None:
        if on_error is None or isinstance(error, InternalError):
            self.failed.emit(error)
        if on_error is not None:
            on_error(error)

    def _deliver(self, callback: Callable[[Any], None], value: object) -> None:
        if not self._closing:
            callback(value)
