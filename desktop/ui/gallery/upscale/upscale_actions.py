"""The Upscale action on chosen pictures: a dialog, then a queued job for each picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.errors import EaselError
from desktop.core.tasks import UpscaleRequest
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.ui_state import UiState
from desktop.worker.session import Session

if TYPE_CHECKING:
    from .upscale_dialog import UpscaleDialog

_REMEMBERED = "upscaler"


class UpscaleActions(QObject):
    """The upscale action; `output` returns the folder for new pictures.

    Signals: `failed(EaselError)`; `get_requested()`, an upscaler is to be downloaded.
    """

    failed = Signal(object)
    get_requested = Signal()

    def __init__(
        self,
        session: Session,
        view: GalleryView,
        registry: ModelRegistry,
        ui_state: UiState,
        output: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._view, self._registry = session, view, registry
        self._ui_state, self._output, self._window = ui_state, output, window
        self._dialog: UpscaleDialog | None = None
        self._paths: list[str] = []

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's action."""
        self._actions = actions
        actions["upscale"].triggered.connect(lambda: self.ask())

    @property
    def dialog(self) -> UpscaleDialog:
        """The dialog, created on first use."""
        from .upscale_dialog import UpscaleDialog

        if self._dialog is None:
            self._dialog = UpscaleDialog(self._window)
            self._dialog.wanted.connect(self._queue)
            self._dialog.folders_requested.connect(self._actions["model_folders"].trigger)
            self._dialog.get_requested.connect(self.get_requested)
        return self._dialog

    def ask(self) -> None:
        """Ask for the upscaler and queue the chosen pictures."""
        self._paths = list(self._view.selected_paths())
        if self._paths:
            upscalers = self._registry.upscalers()
            last = self._ui_state.text(_REMEMBERED, "")
            self.dialog.open_for(len(self._paths), upscalers, last)

    def _queue(self, upscaler: str, tile: int) -> None:
        self._ui_state.keep(_REMEMBERED, upscaler)
        try:
            for path in self._paths:
                task = UpscaleRequest(image=path, model=upscaler, tile=tile)
                self._session.submit(task, self._output())
        except EaselError as error:
            self.failed.emit(error)
