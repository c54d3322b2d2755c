"""Requests of the models window: look-ups on the hub and downloads, with their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.models.catalogue.catalogue import CatalogueEntry
from desktop.models.catalogue.catalogue_cards import found_here
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.worker.window_downloads import Downloads, NetworkBackground

if TYPE_CHECKING:
    from desktop.models.downloads.download_plan import DownloadPlan
    from desktop.models.downloads.sources.hub import FoundRepository
    from desktop.models.downloads.sources.hub_lookup import DownloadOffer


class ModelFetcher(QObject):
    """The requests; nothing touches the network before `get`, `look_up` or `search` is called.

    Signals: `changed(str)`, an entry's id: its look-up began or ended; `found(Offer)` and
    `not_found(EaselError)`, the result of `look_up`; `searched(list)` and
    `not_searched(EaselError)`, of `search`; `failed(EaselError)`, a bug on the way.
    """

    changed = Signal(str)
    found = Signal(object)
    not_found = Signal(object)
    searched = Signal(list)
    not_searched = Signal(object)
    failed = Signal(object)

    def __init__(self, downloads: Downloads, registry: ModelRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self.downloads = downloads
        self._registry = registry
        self._network = NetworkBackground(self)
        self._network.failed.connect(self.failed)
        self._asked = 0
        self._busy: set[str] = set()
        self._troubles: dict[str, EaselError] = {}

    def get(self, entry: CatalogueEntry) -> None:
        """Look up a catalogue entry on the hub and download it."""
        if entry.id in self._busy:
            return
        self._busy.add(entry.id)
        self._troubles.pop(entry.id, None)
        self.changed.emit(entry.id)
        self._network.run(
            lambda: self._plan_of(entry),
            lambda plan: self._start(entry, plan),
            lambda error: self._end(entry, error),
        )

    def get_plan(self, plan: DownloadPlan) -> None:
        """Download from a look-up's offer. Raise BadInput if the model is already there."""
        self.downloads.get(plan)

    def look_up(self, text: str) -> None:
        """Ask the hub what an address points to; only the latest response counts."""
        self._asked += 1
        asked = self._asked
        self._network.run(
            lambda: self._offer_of(text),
            lambda offer: self.found.emit(offer) if asked == self._asked else None,
            lambda error: self.not_found.emit(error) if asked == self._asked else None,
        )

    def search(self, text: str) -> None:
        """Search Hugging Face for a name; only the latest response counts."""
        self._asked += 1
        asked = self._asked
        self._network.run(
            lambda: self._found_for(text),
            lambda found: self.searched.emit(found) if asked == self._asked else None,
            lambda error: self.not_searched.emit(error) if asked == self._asked else None,
        )

    def forget_look_up(self) -> None:
        """Ignore the response to the look-up under way."""
        self._asked += 1

    def is_busy(self, entry: CatalogueEntry) -> bool:
        """Return whether a look-up of `entry` is under way."""
        return entry.id in self._busy

    def trouble(self, entry: CatalogueEntry) -> EaselError | None:
        """Return why the last `get` of `entry` failed; None if it didn't."""
        return self._troubles.get(entry.id)

    def status(self, entry: CatalogueEntry) -> DownloadStatus | None:
        """Return the unfinished download of `entry`; None if there is none."""
        for status in self.downloads.statuses:
            if status.name == entry.name and status.state != "done":
                return status
        return None

    def path(self, entry: CatalogueEntry) -> str:
        """Return the path of `entry` on this machine; "" if it isn't installed."""
        return found_here(entry, self._registry.everything())

    def is_model(self, path: str) -> bool:
        """Return whether a usable model lies at `path`."""
        model = self._registry.at(path)
        return model is not None and model.usable

    def end(self) -> None:
        """Drop all requests under way."""
        self._network.shutdown()

    def _plan_of(self, entry: CatalogueEntry) -> DownloadPlan:
        """Return the plan of `entry`'s download; runs on its own thread."""
        from desktop.models.catalogue.catalogue import plan_of
        from desktop.models.downloads.sources.address import endpoint

        return plan_of(entry, endpoint(), self.downloads.tokens.get())

    def _offer_of(self, text: str) -> DownloadOffer:
        """Return the offer at the address `text`; runs on its own thread."""
        from desktop.models.downloads.sources.address import endpoint
        from desktop.models.downloads.sources.hub_lookup import look_up

        return look_up(text, endpoint(), self.downloads.tokens.get())

    def _found_for(self, text: str) -> list[FoundRepository]:
        """Return the repositories found for `text`; runs on its own thread."""
        from desktop.models.downloads.sources.address import endpoint
        from desktop.models.downloads.sources.hub import search_hub

        return search_hub(text, endpoint(), self.downloads.tokens.get())

    def _start(self, entry: CatalogueEntry, plan: DownloadPlan) -> None:
        try:
            self.downloads.get(plan)
        except EaselError as error:
            self._end(entry, error)
        else:
            self._end(entry, None)

    def _end(self, entry: CatalogueEntry, error: EaselError | None) -> None:
        self._busy.discard(entry.id)
        if error is not None:
            self._troubles[entry.id] = error
        self.changed.emit(entry.id)
