"""Keep the registry's list of models on the user's servers up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.core.errors import EaselError
from desktop.core.server import Server
from desktop.worker.background import Background

from .model_registry import ModelRegistry

if TYPE_CHECKING:
    from desktop.remote.server_directory import ServerDirectory, ServerReading

_ASKED_AGAIN_MS = 15_000


class ServedModels(QObject):
    """The query to the servers, run once local models are known and at each `refresh`.

    Without a server no query is sent, and no protocol module is imported. Signals: `answered(str)`,
    the server of that name responded.
    """

    answered = Signal(str)

    def __init__(
        self,
        registry: ModelRegistry,
        directory: Callable[[], ServerDirectory],
        servers: Callable[[], Sequence[Server]],
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._registry, self._directory = registry, directory
        self._servers, self._background = servers, background
        self._asking = self._again = False
        registry.awaits_servers = bool(servers())
        self._timer = QTimer(self)
        self._timer.setInterval(_ASKED_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        registry.changed.connect(self.refresh, Qt.ConnectionType.SingleShotConnection)

    def look_out(self, *, on: bool) -> None:
        """Start or stop polling, for jobs that wait for a server."""
        if on and not self._timer.isActive():
            self._timer.start()
        elif not on:
            self._timer.stop()

    def refresh(self) -> None:
        """Query all servers; the registry's `changed` follows."""
        if not self._servers():
            if self._registry.served:
                self._registry.set_served((), ())
            return
        if self._asking:
            self._again = True
            return
        self._asking, self._again = True, False
        local = self._registry.local_models
        self._background.run(lambda: self._directory().read(local), self._take, self._fail)

    def _take(self, readings: list[ServerReading]) -> None:
        self._end()
        self._registry.set_served(
            [model for reading in readings for model in reading.contents.models],
            [asset for reading in readings for asset in reading.contents.assets],
        )
        for reading in readings:
            if reading.error is None:
                self.answered.emit(reading.server.name)

    def _fail(self, _error: EaselError) -> None:
        self._end()
        self._registry.set_served((), ())

    def _end(self) -> None:
        self._asking = False
        if self._again:
            self.refresh()
