"""The QApplication: its names, and the files passed by the Finder."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QColorSpace, QFileOpenEvent, QSurfaceFormat
from PySide6.QtWidgets import QApplication

from desktop import APP_NAME, BUNDLE_ID, __version__
from desktop.process.scheduling import PAINTING_SLICE, take_slice
from desktop.ui.system.cocoa import prepare_cocoa

_SWITCH_SECONDS = 0.001


def make_application(arguments: list[str]) -> Application:
    """Return the QApplication with Easel's names.

    Threads that read pictures must give Python's lock back to the window sooner than by default,
    and the painting thread comes first when it wakes.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    take_slice(PAINTING_SLICE)
    show_as_srgb()
    QCoreApplication.setApplicationName(APP_NAME)
    QCoreApplication.setApplicationVersion(__version__)
    QCoreApplication.setOrganizationDomain(BUNDLE_ID)
    app = Application([APP_NAME, *arguments])
    app.setApplicationDisplayName(APP_NAME)
    app.setDesktopFileName("easel")
    prepare_cocoa()
    return app


def show_as_srgb() -> None:
    """Show every window's colors as the sRGB that they are; call before creating the QApplication.

    Otherwise a Mac takes them for its screen's own, and pictures look too vivid on a P3 screen.
    """
    surface = QSurfaceFormat.defaultFormat()
    surface.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    QSurfaceFormat.setDefaultFormat(surface)


class Application(QApplication):
    """The QApplication. Signals: `file_opened(str)`, a file to open for the Finder.

    The Finder sends a file dropped on the icon, for example.
    """

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Accept the events of opened files (Qt calls it)."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(event.file())
            return True
        return super().event(event)
