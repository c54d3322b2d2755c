"""The window's downloads: controlled on the main thread, run on threads of their own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.downloads.tokens import TokenStore

from .background import Background, OnError, OnResult

if TYPE_CHECKING:
    from desktop.models.downloads.download import RetryPolicy
    from desktop.models.downloads.download_plan import DownloadPlan
    from desktop.models.downloads.manager import DownloadManager

_CLOSE_SECONDS = 3.0


class Downloads(QObject):
    """All downloads into one models folder, and the token for gated models.

    Nothing touches the network before `get` or `resume`. `close` must be called: it pauses the
    running downloads and keeps their bytes.

    Signals: `changed(DownloadStatus)`, at most ten a second for each download;
    `arrived(DownloadStatus)`, a model is complete; `failed(DownloadStatus)`.
    """

    changed = Signal(object)
    arrived = Signal(object)
    failed = Signal(object)
    _said = Signal(object)

    def __init__(
        self,
        models: Path,
        tokens: TokenStore | None = None,
        *,
        patience: RetryPolicy | None = None,
        spare_bytes: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.models = models
        self.tokens = tokens or TokenStore()
        self._patience = patience
        self._spare = spare_bytes
        self._made: DownloadManager | None = None
        self._statuses: dict[str, DownloadStatus] = {}
        self._said.connect(self._take)

    @property
    def left_behind(self) -> bool:
        """Whether an earlier run left a download unfinished; cheap, for the start of the window."""
        return any(self.models.glob(".downloads/*/plan.json"))

    @property
    def statuses(self) -> list[DownloadStatus]:
        """The latest status of every download, in the order they were added.

        Those of an earlier run are included from the start, paused.
        """
        _ = self._manager
        return list(self._statuses.values())

    def get(self, plan: DownloadPlan) -> str:
        """Start a download, or resume the same one; return its id. Raises BadInput."""
        return self._manager.add(plan)

    def pause(self, id: str) -> None:
        """Pause a download soon; its bytes are kept."""
        self._manager.pause(id)

    def resume(self, id: str) -> None:
        """Resume a paused or failed download."""
        self._manager.resume(id)

    def cancel(self, id: str) -> None:
        """End a download and discard its bytes."""
        self._manager.cancel(id)

    def clear_ended(self) -> None:
        """Forget the downloads that are done or canceled."""
        self._manager.clear_ended()
        kept = {status.id for status in self._manager.downloads()}
        for id, status in list(self._statuses.items()):
            if id not in kept:
                del self._statuses[id]
                self.changed.emit(status)

    def close(self) -> None:
        """Pause all downloads; one that hangs while connecting is abandoned."""
        self.tokens.close()
        if self._made is not None:
            self._made.close(_CLOSE_SECONDS)

    @property
    def _manager(self) -> DownloadManager:
        if self._made is None:
            from desktop.models.downloads.download import SPARE_BYTES
            from desktop.models.downloads.manager import DownloadManager

            self._made = DownloadManager(
                self.models,
                on_change=self._on_change,
                token=self.tokens.get,
                patience=self._patience,
                spare_bytes=SPARE_BYTES if self._spare is None else self._spare,
            )
            self._statuses = {status.id: status for status in self._made.downloads()}
        return self._made

    def _on_change(self, status: DownloadStatus) -> None:
        """Forward a status; called from any thread."""
        with contextlib.suppress(RuntimeError):  # the window is gone meanwhile
            self._said.emit(status)

    def _take(self, status: DownloadStatus) -> None:
        if status.state == "cancelled":
            self._statuses.pop(status.id, None)
        else:
            self._statuses[status.id] = status
        self.changed.emit(status)
        if status.state == "done":
            self.arrived.emit(status)
        elif status.state == "failed":
            self.failed.emit(status)


class NetworkBackground(Background):
    """Background work that waits for the network: quitting the app doesn't wait for it."""

    def run(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        """Call `function` on a new thread, then one callback on this thread.

        Neither is called after `shutdown`.
        """

        def work() -> None:
            callback, value = self._outcome(function, on_result, on_error)
            with contextlib.suppress(RuntimeError):  # the window is gone meanwhile
                self.done.emit(callback, value)

        if not self._closing:
            threading.Thread(target=work, name="look-up", daemon=True).start()
