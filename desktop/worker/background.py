"""Small background work: a function runs on a pool thread, its result arrives on the main
thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.core.errors import EaselError, InternalError

from .low_priority_pool import LowPriorityThreadPool

logger = logging.getLogger(__name__)

OnResult = Callable[[Any], object]
OnError = Callable[[EaselError], object]


class Background(QObject):
    """Runner of the window's small background tasks.

    The function must not touch widgets. Results that arrive after `shutdown` are dropped, and so
    are those for a QObject deleted meanwhile, such as a closed dialog. An exception that is no
    EaselError is a bug: it is logged with its traceback, and arrives as an InternalError.

    Signals: `failed(EaselError)`, every bug, and the known errors of tasks whose caller gave no
    `on_error`, or is deleted; `done(callback, value)`, for internal use.
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
        """Call `function` on a pool thread, then one callback on this thread; neither after
        `shutdown`.
        """
        if not self._closing:
            self._pool.begin(lambda: self.done.emit(*self._outcome(function, on_result, on_error)))

    def shutdown(self) -> None:
        """Drop the tasks that have not begun, and wait for the others."""
        self._closing = True
        self._pool.clear()
        self._pool.waitForDone()

    def _outcome(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None
    ) -> tuple[OnResult, Any]:
        """Call `function`; return the callback to call and its argument."""
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
        hears = on_error is not None and not _is_gone(on_error)
        if not hears or isinstance(error, InternalError):
            self.failed.emit(error)
        if on_error is not None and hears:
            on_error(error)

    def _deliver(self, callback: OnResult, value: object) -> None:
        if not (self._closing or _is_gone(callback)):
            callback(value)


def _is_gone(callback: OnResult) -> bool:
    """Return whether the QObject whose method or lambda `callback` is has been deleted."""
    receiver = getattr(callback, "__self__", None)
    if isinstance(callback, FunctionType) and "self" in (names := callback.__code__.co_freevars):
        receiver = (callback.__closure__ or ())[names.index("self")].cell_contents
    return isinstance(receiver, QObject) and not isValid(receiver)
