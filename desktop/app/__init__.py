"""The window's process: shows the frame at once, fills it, and ends everything in order."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSocketNotifier, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop import APP_NAME, BUNDLE_ID, __version__
from desktop.storage.app_paths import AppPaths
from desktop.storage.window_state import WindowState
from desktop.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from .app_controller import AppController

_SWITCH_SECONDS = 0.001


def main(arguments: list[str]) -> int:
    """Open the window (`arguments` may name pictures to open) and return its exit code."""
    app = make_application(arguments)
    places = AppPaths.find(os.environ)
    state = WindowState(places.window_state)
    window = MainWindow()
    window.take_place(state)
    window.closing.connect(app.quit)
    contents: list[AppController] = []

    files = list(arguments)

    def fill() -> None:
        from .app_controller import AppController

        contents.append(AppController(app, window, places, state))
        app.file_opened.disconnect(files.append)
        app.file_opened.connect(contents[0].open_file)
        for name in files:
            contents[0].open_file(name)

    app.file_opened.connect(files.append)  # until there is a window to offer them
    window.painted.connect(fill)
    notifier = _quit_on_signals(app)
    window.show()
    code = app.exec()
    window.hide()
    for running in contents:
        running.end()
    notifier.setEnabled(False)
    return code


def make_application(arguments: list[str]) -> Application:
    """The QApplication with Easel's names.

    Threads that read pictures must give Python's lock back to the window sooner than by default.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    QCoreApplication.setApplicationName(APP_NAME)
    QCoreApplication.setApplicationVersion(__version__)
    QCoreApplication.setOrganizationDomain(BUNDLE_ID)
    app = Application([APP_NAME, *arguments])
    app.setApplicationDisplayName(APP_NAME)
    app.setDesktopFileName("easel")
    return app


class Application(QApplication):
    """Signals: `file_opened(str)`: the Finder wants that file opened (dropped on the icon, say)."""

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Take the events of opened files (Qt calls it)."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(event.file())
            return True
        return super().event(event)


def _noticed(_number: int, _frame: object) -> None:
    """The byte that the signal writes to the wakeup socket does the work."""


def _quit_on_signals(app: QApplication) -> QSocketNotifier:
    """Let Ctrl-C and SIGTERM close the window in order, although Qt's loop runs in C++."""
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _noticed)
    notifier = QSocketNotifier(receiver, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(app.closeAllWindows)
    return notifier
