"""The gallery's source: everything, a folder, a subfolder, or an album."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QSizePolicy, QToolButton, QWidget

from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.gallery.picture_store import Facets
from desktop.ui.theme.icons import icon

from .filter_chip import counted

_MOST_SUBFOLDERS = 60
_ALL = {"folder": "", "subfolder": "", "albums": ()}


class SourceButton(QToolButton):
    """A button with the menu of sources.

    Signals: `narrowed(dict)`, values of the query; `add_folder_requested()`;
    `remove_folder_requested(str)`; `new_album_requested()`, of the chosen pictures;
    `new_smart_album_requested()`, of the current search; `rename_album_requested(str)`;
    `delete_album_requested(str)`; `dropped(list, QPoint)`, paths of pictures, and where.
    """

    narrowed = Signal(dict)
    new_album_requested = Signal()
    new_smart_album_requested = Signal()
    rename_album_requested = Signal(str)
    delete_album_requested = Signal(str)
    dropped = Signal(list, QPoint)
    add_folder_requested = Signal()
    remove_folder_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("source")
        self.facets = Facets()
        self.has_selection: Callable[[], bool] = bool
        """Whether pictures are chosen that a new album could hold."""
        self._smart: Mapping[str, GalleryQuery] = {}
        self._query = GalleryQuery()
        self.setAcceptDrops(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(icon("chevron-down"))
        self.setIconSize(QSize(12, 12))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron after the words
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Choose a folder or an album"))
        self.clicked.connect(self.open_menu)
        self.show_query(self._query)

    def show_query(self, query: GalleryQuery) -> None:
        """Show the name of the source of `query`."""
        self._query = query
        if self.album:
            words = self.album
        elif query.subfolder:
            words = query.subfolder
        elif query.folder:
            words = Path(query.folder).name
        else:
            words = self.tr("All Pictures")
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 200))
        self.setAccessibleName(self.tr("Shown: {name}").format(name=words))

    @property
    def album(self) -> str:
        """The shown album or smart album; "" for none."""
        if self._query.albums:
            return self._query.albums[0]
        return next((name for name, kept in self._smart.items() if self._is_shown(kept)), "")

    def show_smart_albums(self, smart: Mapping[str, GalleryQuery]) -> None:
        """Offer these saved searches."""
        self._smart = smart
        self.show_query(self._query)

    def _is_shown(self, kept: GalleryQuery) -> bool:
        return msgspec.structs.replace(kept, sort=self._query.sort) == self._query

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if isinstance(event.source(), QAbstractItemView) and event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.setDown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.setDown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.setDown(False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths, self.mapToGlobal(QPoint(0, self.height() + 4)))

    def open_menu(self) -> None:
        """Open the menu of sources."""
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def make_menu(self) -> QMenu:
        """Return the menu with the current sources."""
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        here = {name: getattr(self._query, name) for name in _ALL}
        self._add(menu, self.tr("All Pictures"), dict(_ALL), here)
        self._add_folders(menu, here)
        if self.facets.albums:
            self._add_title(menu, self.tr("Albums"))
            for album, count in self.facets.albums:
                self._add(menu, counted(album, count), {**_ALL, "albums": (album,)}, here)
        self._add_smart_albums(menu)
        self._add_album_commands(menu)
        menu.addSeparator()
        menu.addAction(self.tr("Add a Folder to the Gallery…")).triggered.connect(
            self.add_folder_requested
        )
        self._add_removal(menu)
        return menu

    @staticmethod
    def _add_title(menu: QMenu, words: str) -> None:
        menu.addSeparator()
        menu.addAction(words).setEnabled(False)

    def _add_folders(self, menu: QMenu, here: dict[str, Any]) -> None:
        folders = self.facets.folders
        if len(folders) > 1 or self.facets.subfolders:
            self._add_title(menu, self.tr("Folders"))
        left = _MOST_SUBFOLDERS
        for folder in folders:
            inside = [(below, n) for root, below, n in self.facets.subfolders if root == folder]
            if len(folders) > 1 or inside:
                self._add(menu, Path(folder).name, {**_ALL, "folder": folder}, here)
            for below, count in inside[: max(left, 0)]:
                choice = {**_ALL, "folder": folder, "subfolder": below}
                self._add(menu, "    " + counted(below, count), choice, here)
            left -= len(inside)

    def _add(self, menu: QMenu, words: str, choice: dict[str, Any], here: dict[str, Any]) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(choice == here)
        action.setChecked(choice == here)
        chosen = {**self._left_behind(), **choice}
        action.triggered.connect(lambda: self.narrowed.emit(chosen))

    def _add_smart_albums(self, menu: QMenu) -> None:
        if self._smart:
            self._add_title(menu, self.tr("Smart Albums"))
        for name, kept in self._smart.items():
            values = msgspec.structs.asdict(msgspec.structs.replace(kept, sort=self._query.sort))
            self._add(menu, name, values, values if self._is_shown(kept) else {})

    def _add_album_commands(self, menu: QMenu) -> None:
        menu.addSeparator()
        new = menu.addAction(self.tr("New Album from the Selection…"))
        new.setEnabled(self.has_selection())
        new.triggered.connect(self.new_album_requested)
        smart = menu.addAction(self.tr("New Smart Album from This Search…"))
        smart.setEnabled(self._query.narrows and not self.album)
        smart.triggered.connect(self.new_smart_album_requested)
        album = self.album
        if album:
            rename = menu.addAction(self.tr("Rename Album…"))
            rename.triggered.connect(lambda: self.rename_album_requested.emit(album))
            delete = menu.addAction(self.tr("Delete Album"))
            delete.triggered.connect(lambda: self.delete_album_requested.emit(album))

    def _left_behind(self) -> dict[str, Any]:
        """Return the query values to reset when leaving a smart album."""
        if not any(self._is_shown(kept) for kept in self._smart.values()):
            return {}
        return msgspec.structs.asdict(GalleryQuery(sort=self._query.sort))

    def _add_removal(self, menu: QMenu) -> None:
        added = self.facets.folders[1:]
        if not added:
            return
        below = menu.addMenu(self.tr("Remove a Folder from the Gallery"))
        for folder in added:
            entry = below.addAction(Path(folder).name.replace("&", "&&"))
            entry.setToolTip(folder)
            entry.triggered.connect(
                lambda _=False, folder=folder: self.remove_folder_requested.emit(folder)
            )
        below.setToolTipsVisible(True)
