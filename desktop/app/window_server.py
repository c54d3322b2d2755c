"""The HTTP server for other programs while the window is open, controlled by a setting."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop.core.errors import EaselError, InternalError
from desktop.process.jobs.job_runner import JobRunner
from desktop.serve.access_token import own_token
from desktop.storage.app_paths import AppPaths
from desktop.storage.settings_file import Settings, SettingsFile

from .services import served_library

logger = logging.getLogger(__name__)
_HOST = "127.0.0.1"


class WindowServer(QObject):
    """The server of the settings `serve` and `serve_port`; call `shutdown` in the end.

    Its jobs go through the window's own socket, like those of `easel serve`. Signals:
    `failed(EaselError)`, the server can't start.
    """

    failed = Signal(object)

    def __init__(
        self, settings: SettingsFile, app_paths: AppPaths, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._app_paths = app_paths
        self._thread: _ServerThread | None = None

    def follow(self, setting: str) -> None:
        """Start, stop or restart the server if `setting` is one of its own."""
        if setting in ("serve", "serve_port"):
            self.start()

    def start(self) -> None:
        """Apply the settings."""
        self.shutdown()
        values = self._settings.values
        if values.serve:
            self._thread = _ServerThread(values, self._app_paths, self)
            self._thread.failed.connect(self.failed)
            self._thread.start()

    def shutdown(self) -> None:
        """Shut down the server and its requests."""
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()
            self._thread.deleteLater()
            self._thread = None


class _ServerThread(QThread):
    """One run of the server, which imports its modules on its own thread."""

    failed = Signal(object)

    def __init__(self, values: Settings, app_paths: AppPaths, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("server")
        self._values, self._app_paths = values, app_paths
        self._stop_wanted = False
        self._endings: list[Callable[[], None]] = []

    def stop(self) -> None:
        """Ask `run` to end. May be called from any thread."""
        self._stop_wanted = True
        for end in tuple(self._endings):
            end()

    def run(self) -> None:
        """Run the server on this thread (Qt calls it)."""
        try:
            self._serve()
        except EaselError as error:
            self.failed.emit(error)
        except Exception as error:
            logger.exception("The server for other programs has ended")
            self.failed.emit(InternalError.of(error))

    def _serve(self) -> None:
        from desktop.serve.engine_choice import EngineChoice
        from desktop.serve.http_server import HttpServer, listen, make_app
        from desktop.serve.image_service import ImageService

        app_paths, values = self._app_paths, self._values
        choice = EngineChoice(app_paths.window_socket, _no_engine)
        service = ImageService(
            lambda: served_library(app_paths, values),
            choice.runner,
            lambda: Path(values.output_folder or app_paths.pictures),
            app_paths.wildcards,
        )
        with listen(_HOST, values.serve_port, token_given=False) as listening:
            app = make_app(service, app_paths.inputs, own_token(app_paths.serve_token))
            server = HttpServer(app, listening)
            self._endings += [server.stop, service.cancel_all]
            if self._stop_wanted:
                server.stop()
            logger.info("Other apps find Easel at %s", server.address)
            try:
                server.run()
            finally:
                service.cancel_all()
                choice.close()


def _no_engine() -> JobRunner:
    raise EaselError("Easel’s window does not answer.")
