"""Albums: create, rename, delete, drop pictures onto them, save searches as smart albums.

An album is a label on its pictures; a smart album is a saved search.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.menus.actions import Actions
from desktop.ui.state.ui_state import UiState

from .filters.source_picker import SourceButton
from .gallery_controller import GalleryController
from .list.gallery_view import GalleryView
from .undo_stack import UndoStack

SMART = "smart_albums"
"""The key in the window's state: name -> the query's values."""
_LONGEST = 80


class AlbumActions(QObject):
    """The actions of albums; `put(paths, album)` adds pictures to an album."""

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        source: SourceButton,
        undo_stack: UndoStack,
        ui_state: UiState,
        put: Callable[[Sequence[str], str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view, self._gallery, self._source = view, gallery, source
        self._undo_stack, self._ui_state, self._put = undo_stack, ui_state, put
        self._window = parent
        source.show_smart_albums(self.smart_albums())
        source.has_selection = view.has_selection
        source.new_album_requested.connect(self.ask_new)
        source.new_smart_album_requested.connect(self.ask_smart)
        source.rename_album_requested.connect(self.ask_rename)
        source.delete_album_requested.connect(self.delete)
        source.dropped.connect(self.offer_albums)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's action."""
        actions["new_album"].triggered.connect(lambda _=False: self.ask_new())

    def smart_albums(self) -> dict[str, GalleryQuery]:
        """Return the saved searches by name, without those that can't be parsed."""
        found: dict[str, GalleryQuery] = {}
        for name, values in self._ui_state.mapping(SMART).items():
            try:
                found[str(name)] = msgspec.convert(values, GalleryQuery)
            except msgspec.ValidationError:
                continue
        return found

    def ask_new(self) -> None:
        """Ask for the name of a new album for the chosen pictures."""
        paths = self._view.selected_paths()
        if paths:
            self._ask(self.tr("New Album"), "", lambda name: self._put(paths, name))

    def ask_smart(self) -> None:
        """Ask for a name to save the current search under."""
        query = self._gallery.query
        if query.narrows:
            self._ask(self.tr("New Smart Album"), query.text, lambda name: self.keep(name, query))

    def keep(self, name: str, query: GalleryQuery) -> None:
        """Save a search as a smart album."""
        self._keep_all({**self.smart_albums(), name: query})

    def ask_rename(self, name: str) -> None:
        """Ask for a new name of an album or a smart album."""
        self._ask(self.tr("Rename Album"), name, lambda new: self.rename(name, new))

    def rename(self, name: str, new: str) -> None:
        """Rename an album; an existing album of that name takes in its pictures."""
        smart = self.smart_albums()
        if name in smart:
            self._keep_all({new if key == name else key: query for key, query in smart.items()})
        elif new != name:
            self._change(name, new)
            if name in self._gallery.query.albums:
                self._gallery.narrow(albums=(new,))

    def delete(self, name: str) -> None:
        """Delete an album but not its pictures; can be undone."""
        smart = self.smart_albums()
        if name in smart:
            self._keep_all({key: query for key, query in smart.items() if key != name})
            return
        self._change(name, "")
        if name in self._gallery.query.albums:
            self._gallery.narrow(albums=())

    def offer_albums(self, paths: Sequence[str], place: QPoint) -> None:
        """Put dropped pictures into the shown album, or let the user choose one."""
        shown = self._gallery.query.albums
        if shown:
            self._put(paths, shown[0])
            return
        menu = self.album_menu(paths)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def album_menu(self, paths: Sequence[str]) -> QMenu:
        """Return a menu of the albums that `paths` can be put into."""
        menu = QMenu(self._window)
        for album, _ in self._gallery.facets.albums:
            action = menu.addAction(album.replace("&", "&&"))
            action.triggered.connect(lambda _=False, album=album: self._put(paths, album))
        menu.addSeparator()
        menu.addAction(self.tr("New Album…")).triggered.connect(
            lambda: self._ask(self.tr("New Album"), "", lambda name: self._put(paths, name))
        )
        return menu

    def _change(self, name: str, new: str) -> None:
        def operation(index: Any) -> Any:
            from desktop.storage.gallery.gallery_operations import AnnotationOperations

            return AnnotationOperations(index).rename_album(name, new)

        self._undo_stack.run(operation)

    def _keep_all(self, smart: Mapping[str, GalleryQuery]) -> None:
        self._ui_state.keep(SMART, {name: msgspec.to_builtins(q) for name, q in smart.items()})
        self._source.show_smart_albums(self.smart_albums())

    def _ask(self, title: str, text: str, take: Callable[[str], object]) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name:"))
        dialog.setTextValue(text)

        def accept() -> None:
            name = " ".join(dialog.textValue().split())[:_LONGEST]
            if name:
                take(name)

        dialog.accepted.connect(accept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
