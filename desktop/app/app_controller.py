"""Startup after the window's frame is shown: language, theme, lock, and contents."""

from __future__ import annotations

import logging
import sys
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QIcon, QImageReader
from PySide6.QtWidgets import QApplication

from desktop import APP_NAME, __version__
from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.models.resources import resource
from desktop.storage.app_paths import AppPaths
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.logs import close_log, log_to
from desktop.storage.settings_file import SettingsFile
from desktop.storage.window_state import WindowState
from desktop.ui.imaging.picture_reader import LIMIT_MB
from desktop.ui.shell.compose import compose
from desktop.ui.shell.main_window import MainWindow
from desktop.ui.shell.quit_question import QuitQuestion
from desktop.ui.shell.window_services import WindowServices
from desktop.ui.system.dock import this_dock
from desktop.ui.system.job_status import JobStatus
from desktop.ui.system.motion import reduced_motion
from desktop.ui.system.notifier import this_notifier
from desktop.ui.system.sleep_inhibitor import this_sleep_inhibitor
from desktop.ui.theme.theme import Theme
from desktop.worker.visitor_jobs import VisitorJobs
from desktop.worker.visitor_listener import VisitorListener

from .idle_engine_start import IdleEngineStart
from .main_thread_garbage import MainThreadGarbage
from .services import build_services, end_services
from .window_server import WindowServer

logger = logging.getLogger(__name__)


class AppController:
    """The running window; `end` must be called after its event loop.

    If the window can't be filled the exception propagates, and nothing is left running.
    """

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        app_paths: AppPaths,
        state: WindowState,
    ) -> None:
        self._window = window
        self._undo = ExitStack()
        try:
            self._fill(app, app_paths, state)
        except BaseException:
            self.end()
            raise

    def _fill(self, app: QApplication, app_paths: AppPaths, state: WindowState) -> None:
        window = self._window
        garbage = MainThreadGarbage(window)
        self._undo.callback(garbage.end)
        QImageReader.setAllocationLimit(LIMIT_MB)
        notices = self._begin_log(app_paths)
        settings = SettingsFile(app_paths.settings)
        install_language(app, settings.values.language)
        theme = Theme(app, settings.values.appearance)
        theme.follow(window)
        if settings.values.appearance:
            theme.show_as(settings.values.appearance)
        lock = InstanceLock(app_paths.lock)
        self._undo.callback(lock.release)
        lock.acquire()
        logger.info("%s %s. %s", APP_NAME, __version__, lock.reason or "The only window")
        if lock.reason:
            notices = []  # the same disk, or another window that has said it already
        elif lock.notice:
            notices = [lock.notice]
        services = build_services(
            app_paths, settings, read_only=lock.reason, notices=notices, state=state
        )
        self._undo.callback(end_services, services)
        served: WindowServer | None = None
        if not services.read_only:
            listener = VisitorListener(app_paths.window_socket)
            self._undo.callback(VisitorJobs(services.session, listener, listener).shutdown)
            served = WindowServer(settings, app_paths, window)
            self._undo.callback(served.shutdown)
        if not _in_mac_bundle():
            app.setWindowIcon(QIcon(str(resource("app_icon", "easel.svg"))))
        window.fill(compose(window, services))

        def on_setting(name: str) -> None:
            if name == "appearance":
                theme.show_as(settings.values.appearance)

        window.parts.window_actions.setting_changed.connect(on_setting)
        if served is not None:
            served.failed.connect(window.parts.column.banners.show_error)
            window.parts.window_actions.setting_changed.connect(served.follow)
            served.start()
        window.may_close = QuitQuestion(services.session, window).allows
        working = self._follow_work(services)
        self._undo.callback(working.stop)
        window.parts.gallery.counted.connect(self._welcome, Qt.ConnectionType.SingleShotConnection)
        if not settings.values.low_memory:
            registry, session = window.parts.registry, services.session
            IdleEngineStart(registry, session, services.output_folder, window)
        reduced_motion()  # the first answer takes 7 ms on Linux: not while a picture is drawn
        garbage.keep_what_there_is()

    def _welcome(self, _pictures: int) -> None:
        parts = self._window.parts
        services = parts.services
        if not (services.session.restored() or services.read_only or parts.pictures.paths):
            parts.welcome.show_once()

    def _begin_log(self, app_paths: AppPaths) -> list[Message]:
        """Open the window's log; return a message if that fails."""
        try:
            self._undo.callback(close_log, log_to(app_paths.window_log))
            self._undo.callback(logger.info, "The end")
        except EaselError as error:
            logger.warning("%s", error.message)
            return [error.message]
        return []

    def open_file(self, name: str) -> None:
        """Offer the uses of a picture or a model that was opened from outside."""
        if Path(name).exists():
            self._window.parts.drop_handler.offer(str(Path(name).absolute()))

    def _follow_work(self, services: WindowServices) -> JobStatus:
        window = self._window
        notifier = this_notifier(services.app_paths.cache, window)
        notifier.clicks.clicked.connect(window.show_picture)
        awake = this_sleep_inhibitor(window)
        return JobStatus(services.session, services.settings, this_dock(), notifier, awake, window)

    def end(self) -> None:
        """End the child and the work under way, then release the lock for another window."""
        self._undo.close()


def _in_mac_bundle() -> bool:
    """Return whether this is Easel.app: the Dock shows its icon, which Qt would replace."""
    return sys.platform == "darwin" and bool(getattr(sys, "frozen", False))


def install_language(app: QApplication, wanted: str) -> None:
    """Install the wanted language ("": the system's), English if Easel has no translation."""
    for earlier in app.findChildren(QTranslator):
        app.removeTranslator(earlier)
        earlier.deleteLater()
    locale = QLocale(wanted) if wanted else QLocale.system()
    QLocale.setDefault(locale)
    folder = str(resource("translations"))
    translator = QTranslator(app)
    if not translator.load(locale, "easel", "_", folder):
        locale = QLocale("en")
        translator.load(locale, "easel", "_", folder)
    # What Qt itself says: the buttons of its boxes, the menus of its text fields, a Mac's own menu.
    _install(app, locale, "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    _install(app, locale, "mac", folder)
    app.installTranslator(translator)


def _install(app: QApplication, locale: QLocale, name: str, folder: str) -> None:
    translator = QTranslator(app)
    if translator.load(locale, name, "_", folder):
        app.installTranslator(translator)
