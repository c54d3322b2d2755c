"""Start the engine child once the window is idle, to spare the first picture the imports."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.worker.session import Session

_IDLE_MS = 2000
"""Delay in ms after the list of models, a start's last step: imports take a core for seconds."""


class IdleEngineStart(QObject):
    """The preparation of `session`, once, after `registry` is read; a job may come first.

    Not used on a machine short of memory: torch and diffusers hold half a gigabyte.
    """

    def __init__(
        self,
        registry: ModelRegistry,
        session: Session,
        output_folder: Callable[[], str],
        parent: QObject | None = None,
        *,
        delay_ms: int = _IDLE_MS,
    ) -> None:
        super().__init__(parent)
        self._session, self._output_folder = session, output_folder
        self._timer = QTimer(self, singleShot=True, interval=delay_ms)
        self._timer.timeout.connect(self._prepare)
        registry.changed.connect(self._timer.start, Qt.ConnectionType.SingleShotConnection)

    def _prepare(self) -> None:
        self._session.prepare(self._output_folder())
