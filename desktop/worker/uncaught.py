"""The last resort for exceptions: uncaught ones are logged and become a signal."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core.errors import EaselError, InternalError

logger = logging.getLogger(__name__)


def hand_on(error: Exception) -> None:
    """Report `error` as if nothing had caught it, although the work goes on."""
    sys.excepthook(type(error), error, error.__traceback__)


class UncaughtExceptions(QObject):
    """Handler of exceptions uncaught in slots, timers, Qt overrides, QThread.run, tasks and
    threads.

    PySide passes those of its own callbacks to `sys.excepthook`, on the thread that raised; Python
    those of its threads to `threading.excepthook`, and those of finalizers to `sys.unraisablehook`.

    Signals: `caught(EaselError)`, always delivered on this object's thread, one event loop turn
    later.
    """

    caught = Signal(object)
    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: tuple[Callable[..., Any], ...] = ()
        self._raised.connect(self.caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Replace Python's own hooks, until `uninstall`."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._take
        threading.excepthook = self._take_thread
        sys.unraisablehook = self._take_unraisable

    def uninstall(self) -> None:
        """Restore the previous hooks."""
        if self._before:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            self._before = ()

    def report(self, error: BaseException, where: str) -> None:
        """Log `error`, raised in `where`, and emit `caught`. Callable on any thread."""
        if isinstance(error, EaselError) and not isinstance(error, InternalError):
            logger.warning("Unhandled in %s: %s", where, error.message, exc_info=error)
            known: EaselError = error
        else:
            logger.error("Uncaught exception in %s", where, exc_info=error)
            known = InternalError.of(error)
        try:
            self._raised.emit(known)
        except RuntimeError:
            return  # the application is gone already: the log has it

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            self.report(error, f"thread {threading.current_thread().name}")
        else:
            self._before[0](kind, error, trace)

    def _take_thread(self, arguments: threading.ExceptHookArgs) -> None:
        error, thread = arguments.exc_value, arguments.thread
        if isinstance(error, Exception):
            self.report(error, f"thread {thread.name if thread else 'without a name'}")
        elif not issubclass(arguments.exc_type, SystemExit):
            self._before[1](arguments)

    def _take_unraisable(self, arguments: sys.UnraisableHookArgs) -> None:
        error = arguments.exc_value
        if isinstance(error, Exception):
            self.report(error, arguments.err_msg or "a finaliser")
        else:
            self._before[2](arguments)
