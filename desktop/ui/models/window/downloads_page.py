"""The downloads: running, waiting, paused, failed, and done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.models.downloads.download_progress import DownloadStatus
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.models.model_fetcher import ModelFetcher
from desktop.ui.system.reveal import reveal

from .card_list import CardList
from .download_row import DownloadRow

_GOING = ("waiting", "running")


class DownloadsPage(CardList):
    """The page. Signals: `use_requested(str)`, a model's path; `token_requested()`."""

    use_requested = Signal(str)
    token_requested = Signal()

    def __init__(
        self, fetcher: ModelFetcher, registry: ModelRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Downloads"))
        self._fetcher = fetcher
        self._downloads = downloads = fetcher.downloads
        self.rows: dict[str, DownloadRow] = {}
        self.pause_all = QPushButton(self.tr("Pause All"))
        self.resume_all = QPushButton(self.tr("Resume All"))
        self.clear = QPushButton(self.tr("Clear Finished"))
        for button in (self.pause_all, self.resume_all, self.clear):
            self.head.addWidget(button)
        self.pause_all.clicked.connect(lambda: self._each(_GOING, downloads.pause))
        self.resume_all.clicked.connect(lambda: self._each(("paused",), downloads.resume))
        self.clear.clicked.connect(downloads.clear_ended)
        for status in downloads.statuses:
            self._show(status)
        self._refresh_head()
        downloads.changed.connect(self._on_change)
        registry.changed.connect(self._refresh)

    def _each(self, states: tuple[str, ...], do: Callable[[str], object]) -> None:
        for status in self._downloads.statuses:
            if status.state in states:
                do(status.id)

    def _on_change(self, status: DownloadStatus) -> None:
        if any(known.id == status.id for known in self._downloads.statuses):
            self._show(status)
        else:
            self._drop(status.id)
        self._refresh_head()

    def _show(self, status: DownloadStatus) -> None:
        row = self.rows.get(status.id)
        if row is None:
            row = self._new_row(status)
            self.rows[status.id] = row
            self.cards.insertWidget(0, row)
        path = str(self._downloads.models / status.target)
        row.show_status(status, usable=self._fetcher.is_model(path))

    def _refresh(self) -> None:
        for status in self._downloads.statuses:
            self._show(status)

    def _new_row(self, status: DownloadStatus) -> DownloadRow:
        row, id, downloads = DownloadRow(status), status.id, self._downloads
        path = str(downloads.models / status.target)
        row.pause_requested.connect(lambda: downloads.pause(id))
        row.resume_requested.connect(lambda: downloads.resume(id))
        row.cancel_requested.connect(lambda: downloads.cancel(id))
        row.use_requested.connect(lambda: self.use_requested.emit(path))
        row.reveal_requested.connect(lambda: reveal(path))
        row.token_requested.connect(self.token_requested)
        return row

    def _drop(self, id: str) -> None:
        row = self.rows.pop(id, None)
        if row is not None:
            row.hide()
            row.deleteLater()

    def _refresh_head(self) -> None:
        states = [status.state for status in self._downloads.statuses]
        self.pause_all.setVisible(sum(state in _GOING for state in states) > 1)
        self.resume_all.setVisible(states.count("paused") > 1)
        self.clear.setVisible("done" in states)
        nothing = self.tr(
            "No downloads. Downloads appear here. One that is interrupted goes on where it stopped."
        )
        self.say_empty("" if self.rows else nothing)
