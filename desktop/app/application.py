"""The QApplication: its names, and the files that the Finder hands to it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop import APP_NAME, BUNDLE_ID, __version__

_SWITCH_SECONDS = 0.001


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
