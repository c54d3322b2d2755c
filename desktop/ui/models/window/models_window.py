"""The models window: pages on the left, one field to search or paste an address, the open page."""

from __future__ import annotations

import sys
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.downloads.sources.hub_lookup import DownloadOffer
from desktop.ui.controls.search_field import SearchField
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.models.model_fetcher import ModelFetcher

from .catalogue_page import CataloguePage, is_address
from .downloads_page import DownloadsPage
from .hub_results_page import HubResultsPage
from .installed_page import InstalledPage
from .offer_page import OfferPage
from .source_list import SourceList

DEFAULT_SIZE = QSize(960, 640)
MINIMUM_SIZE = QSize(760, 480)
_SEARCH_MS = 120
_GOING = {"waiting", "running", "unpacking"}


class _Shelf(NamedTuple):
    group: str
    title: str
    icon: str
    about: str


class ModelsWindow(QWidget):
    """A window beside the main one; `ModelsController` connects its pages' requests."""

    def __init__(self, fetcher: ModelFetcher, registry: ModelRegistry, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("modelsWindow")
        self.setWindowTitle(self.tr("Models"))
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self._fetcher = fetcher
        self.sources = SourceList()
        self.search = self._search_field()
        self.catalogue = CataloguePage(fetcher, registry)
        self.offer = OfferPage(fetcher, registry)
        self.downloads = DownloadsPage(fetcher, registry)
        self.installed = InstalledPage(registry)
        self.pages = QStackedWidget()
        self.pages.setObjectName("modelPages")
        self.results = HubResultsPage()
        for page in (self.catalogue, self.offer, self.results, self.downloads, self.installed):
            self.pages.addWidget(page)
        self._shelves = self._catalogue_shelves()
        self._fill_sources()
        self._lay_out()
        self._connect()
        self._page = ""
        self.show_page(self._shelves[0].group)

    def _search_field(self) -> SearchField:
        field = SearchField(
            self.tr("Search models, or paste an address"),
            self.tr("Search, or paste org/name, a page or a link"),
        )
        field.setToolTip(
            self.tr(
                "Press Return to look up an address: org/name, a page of huggingface.co or "
                "civitai.com, or a direct link."
            )
        )
        return field

    def _catalogue_shelves(self) -> tuple[_Shelf, ...]:
        core_ml = self.tr("Converted for Apple’s Neural Engine or GPU: fast, and light on memory.")
        if sys.platform != "darwin":
            core_ml = self.tr("Converted for Macs; here they run on the CPU, the packages only.")
        return (
            _Shelf(
                "PyTorch",
                self.tr("PyTorch"),
                "sparkle",
                self.tr("Every size, LoRAs, and every control. On a Mac they run on the GPU."),
            ),
            _Shelf("Core ML", self.tr("Core ML"), "chip", core_ml),
            _Shelf(
                "LoRA",
                self.tr("LoRAs"),
                "adjust",
                self.tr("Small files that change what a model of their family draws."),
            ),
            _Shelf(
                "VAE",
                self.tr("VAEs"),
                "layers",
                self.tr("Replace the last step of a model, from latents to the picture."),
            ),
            _Shelf(
                "ControlNet",
                self.tr("ControlNets"),
                "compare",
                self.tr("Let a picture follow the edges, the depth or the pose of another one."),
            ),
            _Shelf(
                "Upscaler",
                self.tr("Upscalers"),
                "full-screen",
                self.tr("Enlarge finished pictures: Image > Continue from Here > Upscale."),
            ),
        )

    def _fill_sources(self) -> None:
        self.sources.add_header(self.tr("Get"))
        for registry in self._shelves:
            self.sources.add_page(registry.group, registry.title, registry.icon)
        self.sources.add_header(self.tr("Yours"))
        self.sources.add_page("installed", self.tr("Installed"), "disk")
        self.sources.add_page("downloads", self.tr("Downloads"), "download")

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setObjectName("modelsBar")
        inside = QHBoxLayout(bar)
        inside.setContentsMargins(24, 10, 24, 10)
        inside.addWidget(self.search)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(bar)
        right.addWidget(self.pages, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.sources)
        columns.addLayout(right, 1)

    def _connect(self) -> None:
        fetcher = self._fetcher
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_MS)
        self._typing.timeout.connect(self._on_typed)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._on_return)
        self.sources.page_chosen.connect(self._on_chosen)
        self.catalogue.address_given.connect(self.look_up)
        self.catalogue.hub_search_requested.connect(self.search_hub)
        self.results.chosen.connect(self.look_up)
        self.results.again_requested.connect(self.search_hub)
        self.results.back_requested.connect(self._on_back)
        self.offer.again_requested.connect(self.look_up)
        self.offer.back_requested.connect(self._on_back)
        fetcher.found.connect(self._on_found)
        fetcher.not_found.connect(self._on_not_found)
        fetcher.searched.connect(self.results.show_results)
        fetcher.not_searched.connect(self.results.show_error)
        fetcher.downloads.changed.connect(self._count_downloads)
        self.installed.counted.connect(partial(self.sources.set_count, "installed"))
        self.installed.refresh()
        self._count_downloads()
        close = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        close.activated.connect(self.close)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)

    def show_page(self, page: str) -> None:
        """Open a page: a group of the catalogue, "installed" or "downloads"."""
        self.search.clear()
        self._typing.stop()
        self._page = page
        self.sources.mark(page)
        self._on_page(page)

    def _on_chosen(self, page: str) -> None:
        """Show the whole of a page that was clicked, without the earlier search."""
        self.show_page(page)

    def look_up(self, address: str) -> None:
        """Ask the hub what `address` points to, and show the result."""
        self.sources.mark("")
        self.offer.show_waiting(address)
        self.pages.setCurrentWidget(self.offer)
        self._fetcher.look_up(address)

    def search_hub(self, text: str) -> None:
        """Search Hugging Face for a name, and show the results."""
        self.sources.mark("")
        self.results.show_waiting(text)
        self.pages.setCurrentWidget(self.results)
        self._fetcher.search(text)

    def _on_page(self, page: str) -> None:
        self._fetcher.forget_look_up()
        if page == "downloads":
            self.pages.setCurrentWidget(self.downloads)
        elif page == "installed":
            self.installed.search(self.search.text())
            self.pages.setCurrentWidget(self.installed)
        else:
            self._show_catalogue(page)

    def _show_catalogue(self, page: str) -> None:
        text = self.search.text().strip()
        registry = next(registry for registry in self._shelves if registry.group == page)
        if text:
            self.catalogue.show_matches(text)
        else:
            self.catalogue.show_group(registry.group, registry.title, registry.about)
        self.pages.setCurrentWidget(self.catalogue)

    def _on_typed(self) -> None:
        if self._page == "downloads":
            self._page = self._shelves[0].group
        self.sources.mark(self._page)
        self._on_page(self._page)

    def _on_return(self) -> None:
        self._typing.stop()
        text = self.search.text().strip()
        if is_address(text):
            self.look_up(text)
        else:
            self._on_typed()

    def _on_back(self) -> None:
        self.show_page(self._page)

    def _on_found(self, offer: DownloadOffer) -> None:
        self.offer.show_offer(offer)

    def _on_not_found(self, error: EaselError) -> None:
        self.offer.show_error(error)

    def _count_downloads(self, _status: DownloadStatus | None = None) -> None:
        statuses = self._fetcher.downloads.statuses
        self.sources.set_count("downloads", sum(s.state != "done" for s in statuses))
