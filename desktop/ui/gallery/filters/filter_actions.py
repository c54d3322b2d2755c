"""Which pictures the gallery shows: search, order, filters, folders, tile size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import EaselError
from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.gallery.picture_store import SORTS, Facets
from desktop.ui.menus.actions import Actions

from .filter_bar import FilterBar

if TYPE_CHECKING:
    from desktop.ui.shell.main_window import MainWindow

_TILE_STEP = 32


class GalleryActions(QObject):
    """Connects the header, the search field and the menu with the gallery's query."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def connect_actions(self, actions: Actions) -> None:
        """Let the window's actions do their work."""
        window, self._actions = self._window, actions
        for order in SORTS:
            actions[f"sort_{order}"].triggered.connect(
                lambda _=False, order=order: window.gallery.narrow(sort=order)
            )
        actions["find"].triggered.connect(self._find)
        actions["add_folder"].triggered.connect(self._ask_folder)
        actions["larger"].triggered.connect(lambda: self._step_side(_TILE_STEP))
        actions["smaller"].triggered.connect(lambda: self._step_side(-_TILE_STEP))
        window.toolbar.search_changed.connect(lambda text: window.gallery.narrow(text=text.strip()))
        window.toolbar.tile_side_changed.connect(window.gallery_view.set_tile_side)
        header = window.column.header
        for part in (header.source, header.filters):
            part.narrowed.connect(lambda changes: window.gallery.narrow(**changes))
        header.source.add_folder_requested.connect(self._ask_folder)
        header.source.remove_folder_requested.connect(self.remove_folder)
        window.gallery.asked.connect(self._show_query)
        window.gallery.known.connect(self._on_known)

    def restore_view(self, *, side: int, sort: str) -> None:
        """Show tiles and order as they were left."""
        self._set_side(side)
        for order in SORTS:
            if order == sort:
                self._window.gallery.query = GalleryQuery(sort=order)
        self._show_query(self._window.gallery.query)

    def add_folder(self, path: str) -> None:
        """Show the pictures of one more folder."""
        settings = self._window.parts.settings
        folder = str(Path(path).absolute())
        known = (self._window.parts.output_folder(), *settings.values.gallery_folders)
        if not any(Path(folder).is_relative_to(Path(one).absolute()) for one in known):
            self._keep((*settings.values.gallery_folders, folder))

    def remove_folder(self, path: str) -> None:
        """Show a folder no more; its files stay as they are."""
        kept = self._window.parts.settings.values.gallery_folders
        self._keep(tuple(one for one in kept if str(Path(one).absolute()) != path))

    def _keep(self, folders: tuple[str, ...]) -> None:
        try:
            self._window.parts.settings.change(gallery_folders=folders)
        except EaselError as error:
            self._window.generating.show_error(error)
        self._window.gallery.refresh()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Add a Folder to the Gallery")
        )
        if chosen:
            self.add_folder(chosen)

    def _on_known(self, facets: Facets) -> None:
        window = self._window
        window.column.header.show_facets(facets)
        query = window.gallery.query
        gone = query.folder and query.folder not in facets.folders
        if gone or not set(query.albums) <= {album for album, _ in facets.albums}:
            window.gallery.narrow(folder="", subfolder="", albums=())

    def _show_query(self, query: GalleryQuery) -> None:
        self._window.column.header.show_query(query)
        self._actions[f"sort_{query.sort}"].setChecked(True)
        if FilterBar.filters(query):
            self._actions["show_filters"].setChecked(True)

    def _set_side(self, side: int) -> None:
        self._window.toolbar.tile_slider.setValue(side)
        self._window.gallery_view.set_tile_side(side)

    def _step_side(self, by: int) -> None:
        self._set_side(self._window.gallery_view.tile_side + by)

    def _find(self) -> None:
        self._window.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.toolbar.search.selectAll()
