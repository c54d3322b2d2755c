"""The window's process: show the frame at once, fill it, and shut everything down in order."""

from __future__ import annotations

import os
import signal

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop.worker.uncaught import UncaughtExceptions

from .application import make_application
from .open_window import OpenWindow, show_start_failure

__all__ = ["main", "make_application"]


def main(arguments: list[str]) -> int:
    """Open the window (`arguments` may name pictures to open) and return its exit code."""
    app = make_application(arguments)
    uncaught = UncaughtExceptions(app)
    uncaught.install()
    notifier = _quit_on_signals(app)
    try:
        return OpenWindow(app, uncaught, arguments).run()
    except Exception as error:
        show_start_failure(app, error)
        return app.exec()
    finally:
        notifier.setEnabled(False)
        uncaught.uninstall()


def _noticed(_number: int, _frame: object) -> None:
    """Do nothing: the byte that the signal writes to the wakeup socket does the work."""


def _quit_on_signals(app: QApplication) -> QSocketNotifier:
    """Close the window in order on Ctrl-C and SIGTERM, although Qt's loop runs in C++."""
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _noticed)
    notifier = QSocketNotifier(receiver, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(lambda: _end(app))
    return notifier


def _end(app: QApplication) -> None:
    """Close the window without a question: the sender of the signal can't answer any."""
    app.setProperty("ending", True)
    app.closeAllWindows()
