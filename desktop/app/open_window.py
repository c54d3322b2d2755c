"""Show the window's frame, then fill it; show any error meanwhile in a dialog."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.errors import EaselError, InternalError
from desktop.storage.app_paths import AppPaths
from desktop.storage.window_state import WindowState
from desktop.ui.shell.main_window import MainWindow
from desktop.worker.uncaught import UncaughtExceptions

if TYPE_CHECKING:
    from .app_controller import AppController
    from .application import Application

logger = logging.getLogger(__name__)
_FAILED = 1
"""Exit code after a window that could not be filled."""


class OpenWindow:
    """The window from its frame to its end."""

    def __init__(
        self, app: Application, uncaught: UncaughtExceptions, arguments: list[str]
    ) -> None:
        self._app = app
        self._uncaught = uncaught
        self._files = list(arguments)
        self._early: list[EaselError] = []
        self._running: AppController | None = None
        self._app_paths = AppPaths.find(os.environ)
        self._state = WindowState(self._app_paths.window_state)
        self._window = MainWindow()

    def run(self) -> int:
        """Show the window, run until it is closed, and return the exit code."""
        window = self._window
        window.take_place(self._state)
        window.closing.connect(self._app.quit)
        self._app.file_opened.connect(self._files.append)  # until there is a window to offer them
        self._uncaught.caught.connect(self._early.append)  # until there is a place for banners
        window.painted.connect(self._fill)
        window.show()
        code = self._app.exec()
        window.hide()
        if self._running is not None:
            self._end(self._running)
        return code

    def _end(self, running: AppController) -> None:
        try:
            running.end()
        except Exception as error:  # the pictures are safe, and nobody is left to read a banner
            self._uncaught.report(error, "the end of the window")

    def _fill(self) -> None:
        from .app_controller import AppController

        try:
            running = AppController(self._app, self._window, self._app_paths, self._state)
        except Exception as error:
            show_start_failure(self._app, error, self._app_paths, self._window)
            return
        self._running = running
        banners = self._window.parts.column.banners
        self._uncaught.caught.disconnect(self._early.append)
        self._uncaught.caught.connect(banners.show_error)
        for error in self._early:
            banners.show_error(error)
        self._app.file_opened.disconnect(self._files.append)
        self._app.file_opened.connect(running.open_file)
        for name in self._files:
            running.open_file(name)


def show_start_failure(
    app: QApplication,
    error: Exception,
    app_paths: AppPaths | None = None,
    parent: QWidget | None = None,
) -> None:
    """Log why the window failed, and show it in a dialog, whose end ends the app."""
    from desktop.process.diagnostics import bug_report
    from desktop.storage.logs import close_log, log_to
    from desktop.ui.shell.start_failure import start_failure

    with suppress(Exception):  # the dialog has it all
        log = log_to((app_paths or AppPaths.find(os.environ)).window_log)
        logger.critical("The window can't be filled", exc_info=error)
        close_log(log)
    bug = InternalError.of(error)
    message = error.message if isinstance(error, EaselError) else bug.message
    box = start_failure(
        message, bug.details, lambda: bug_report(app_paths, str(message), bug.details), parent
    )

    def give_up(_result: int) -> None:
        app.exit(_FAILED)

    box.finished.connect(give_up)
    box.open()
