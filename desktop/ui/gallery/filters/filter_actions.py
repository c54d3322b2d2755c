"""Search, order, filters, folders and tile size of the gallery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QSlider, QWidget

from desktop.core.errors import EaselError
from desktop.storage.gallery.query import GalleryQuery
from desktop.storage.settings_file import SettingsFile
from desktop.ui.gallery.gallery_controller import GalleryController
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.gallery.picture_store import SORTS, Facets
from desktop.ui.menus.actions import Actions

from .filter_bar import FilterBar
from .gallery_header import GalleryHeader

_TILE_STEP = 32


class FilterActions(QObject):
    """The connection of header, search field and menu with the gallery's query.

    `output` returns the folder for new pictures. Signals: `failed(EaselError)`.
    """

    failed = Signal(object)

    def __init__(
        self,
        gallery: GalleryController,
        view: GalleryView,
        header: GalleryHeader,
        search: QLineEdit,
        tile_slider: QSlider,
        settings: SettingsFile,
        output: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._gallery, self._view, self._header = gallery, view, header
        self._search, self._tile_slider = search, tile_slider
        self._settings, self._output, self._window = settings, output, parent

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions."""
        self._actions = actions
        gallery, header = self._gallery, self._header
        for order in SORTS:
            actions[f"sort_{order}"].triggered.connect(
                lambda _=False, order=order: gallery.narrow(sort=order)
            )
        actions["find"].triggered.connect(self._find)
        actions["add_folder"].triggered.connect(self._ask_folder)
        actions["larger"].triggered.connect(lambda: self._step_side(_TILE_STEP))
        actions["smaller"].triggered.connect(lambda: self._step_side(-_TILE_STEP))
        for part in (header.source, header.filters):
            part.narrowed.connect(self._narrow)
        header.source.add_folder_requested.connect(self._ask_folder)
        header.source.remove_folder_requested.connect(self.remove_folder)
        gallery.asked.connect(self._show_query)
        gallery.known.connect(self._on_known)

    def restore_view(self, *, side: int, sort: str) -> None:
        """Restore the tile size (`side`, pixels) and the sort order."""
        self._set_side(side)
        for order in SORTS:
            if order == sort:
                self._gallery.query = GalleryQuery(sort=order)
        self._show_query(self._gallery.query)

    def add_folder(self, path: str) -> None:
        """Add a folder to the gallery."""
        settings = self._settings
        folder = str(Path(path).absolute())
        known = (self._output(), *settings.values.gallery_folders)
        if not any(Path(folder).is_relative_to(Path(one).absolute()) for one in known):
            self._keep((*settings.values.gallery_folders, folder))

    def remove_folder(self, path: str) -> None:
        """Remove a folder from the gallery; its files stay."""
        kept = self._settings.values.gallery_folders
        self._keep(tuple(one for one in kept if str(Path(one).absolute()) != path))

    def _keep(self, folders: tuple[str, ...]) -> None:
        try:
            self._settings.change(gallery_folders=folders)
        except EaselError as error:
            self.failed.emit(error)
        self._gallery.refresh()

    def _narrow(self, changes: dict[str, Any]) -> None:
        self._gallery.narrow(**changes)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Add a Folder to the Gallery")
        )
        if chosen:
            self.add_folder(chosen)

    def _on_known(self, facets: Facets) -> None:
        self._header.show_facets(facets)
        query = self._gallery.query
        gone = query.folder and query.folder not in facets.folders
        if gone or not set(query.albums) <= {album for album, _ in facets.albums}:
            self._gallery.narrow(folder="", subfolder="", albums=())

    def _show_query(self, query: GalleryQuery) -> None:
        self._header.show_query(query)
        if self._search.text().strip() != query.text:  # a smart album has its own search text
            was_blocked = self._search.blockSignals(True)
            self._search.setText(query.text)
            self._search.blockSignals(was_blocked)
        self._actions[f"sort_{query.sort}"].setChecked(True)
        if FilterBar.filters(query):
            self._actions["show_filters"].setChecked(True)

    def _set_side(self, side: int) -> None:
        self._tile_slider.setValue(side)
        self._view.set_tile_side(side)

    def _step_side(self, by: int) -> None:
        self._set_side(self._view.tile_side + by)

    def _find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()
