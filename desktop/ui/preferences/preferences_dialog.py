"""The Preferences window: pages of settings that apply as soon as they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from desktop.core.errors import EaselError
from desktop.models.locations.other_apps import FindOthers
from desktop.storage.app_paths import AppPaths
from desktop.storage.settings_file import SettingsFile
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.worker.background import Background
from desktop.worker.window_downloads import Downloads

from .coreml_page import CoreMLPage
from .general_page import GeneralPage
from .models_page import ModelsPage
from .servers_page import ServersPage
from .work_page import WorkPage

if TYPE_CHECKING:
    from desktop.remote.server_directory import ServerDirectory


_WIDTH, _SHORTEST = 600, 300
"""Pixels of the window."""


class PreferencesDialog(QDialog):
    """The window.

    Signals: `changed(str)`, the setting that has a new value; `page_chosen(int)`, another page is
    open; `failed(EaselError)`.
    """

    changed = Signal(str)
    page_chosen = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        settings: SettingsFile,
        app_paths: AppPaths,
        registry: ModelRegistry,
        downloads: Downloads,
        find_others: FindOthers,
        background: Background,
        servers: Callable[[], ServerDirectory],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(_WIDTH, _SHORTEST)
        self._settings = settings
        self.general = GeneralPage(settings.values, str(app_paths.pictures), registry)
        self.models = ModelsPage(settings.values, registry, background, downloads, find_others)
        self.coreml = CoreMLPage(settings.values, app_paths.cache / "coreml", background)
        self.work = WorkPage(settings.values)
        self.servers = ServersPage(settings.values, app_paths.serve_token, servers, background)
        self.servers.failed.connect(self.failed)
        self.pages = QTabWidget()
        self.pages.addTab(self.general, self.tr("General"))
        self.pages.addTab(self.models, self.tr("Models"))
        self.pages.addTab(self.work, self.tr("While Drawing"))
        self.pages.addTab(self.coreml, self.tr("Core ML"))
        self.pages.addTab(self.servers, self.tr("Servers"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._all = (self.general, self.models, self.work, self.coreml, self.servers)
        for page in self._all:
            page.changed.connect(self._store)
        self.pages.currentChanged.connect(self._on_page)
        self.pages.currentChanged.connect(self.page_chosen)
        close = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        close.activated.connect(self.close)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit the height to the open page, as a Mac’s settings do."""
        policy = QSizePolicy.Policy
        page = self.pages.currentWidget()
        for other in self._all:
            other.setSizePolicy(
                policy.Preferred, policy.Preferred if other is page else policy.Ignored
            )
        room, own = page.parentWidget(), page.layout()
        if not self.isVisible() or room is None or own is None:
            return
        wanted = own.totalHeightForWidth(room.width()) if own.hasHeightForWidth() else -1
        wanted = wanted if wanted > 0 else own.totalSizeHint().height()
        height = max(_SHORTEST, self.height() - room.height() + wanted)
        self.setMinimumHeight(height)
        self.resize(self.width(), height)

    def show_page(self, number: int) -> None:
        """Show a page by its index, as emitted by `page_chosen`."""
        self.pages.setCurrentIndex(number)

    def show_models(self) -> None:
        """Show the page of model folders."""
        self.pages.setCurrentWidget(self.models)

    def _on_page(self) -> None:
        self._fit()
        if self.pages.currentWidget() is self.models:
            self.models.look()

    def _store(self, name: str, value: Any) -> None:
        try:
            self._settings.change(**{name: value})
        except EaselError as error:
            self.failed.emit(error)
        self.changed.emit(name)
