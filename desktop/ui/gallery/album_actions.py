"""Albums: new ones, other names, deletion, pictures dropped onto them, and searches kept as albums.

An album is a word that its pictures carry; a smart album is a kept search.
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
"""The key of the window's state that keeps them: name -> the query's values."""
_LONGEST = 80


class AlbumActions(QObject):
    """`put(paths, album)` puts pictures into an album."""

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
        """Let the window's action do its work."""
        actions["new_album"].triggered.connect(lambda _=False: self.ask_new())

    def smart_albums(self) -> dict[str, GalleryQuery]:
        """The kept searches by name; what can't be understood is left out."""
        found: dict[str, GalleryQuery] = {}
        for name, values in self._ui_state.mapping(SMART).items():
            try:
                found[str(name)] = msgspec.convert(values, GalleryQuery)
            except msgspec.ValidationError:
                continue
        return found

    def ask_new(self) -> None:
        """Ask for the name of an album for the chosen pictures."""
        paths = self._view.selected_paths()
        if paths:
            self._ask(self.tr("New Album"), "", lambda name: self._put(paths, name))

    def ask_smart(self) -> None:
        """Ask for the name under which the present search is kept."""
        query = self._gallery.query
        if query.narrows:
            self._ask(self.tr("New Smart Album"), query.text, lambda name: self.keep(name, query))

    def keep(self, name: str, query: GalleryQuery) -> None:
        """Keep a search as a smart album."""
        self._keep_all({**self.smart_albums(), name: query})

    def ask_rename(self, name: str) -> None:
        """Ask for another name of an album or a smart album."""
        self._ask(self.tr("Rename Album"), name, lambda new: self.rename(name, new))

    def rename(self, name: str, new: str) -> None:
        """Give an album another name; one that there is already takes the pictures in."""
        smart = self.smart_albums()
        if name in smart:
            self._keep_all({new if key == name else key: query for key, query in smart.items()})
        elif new != name:
            self._change(name, new)
            if name in self._gallery.query.albums:
                self._gallery.narrow(albums=(new,))

    def delete(self, name: str) -> None:
        """Delete an album: its pictures stay; Undo brings it back."""
        smart = self.smart_albums()
        if name in smart:
            self._keep_all({key: query for key, query in smart.items() if key != name})
            return
        self._change(name, "")
        if name in self._gallery.query.albums:
            self._gallery.narrow(albums=())

    def offer_albums(self, paths: Sequence[str], place: QPoint) -> None:
        """Pictures were dropped: put them into the album that is shown, or let the user choose."""
        shown = self._gallery.query.albums
        if shown:
            self._put(paths, shown[0])
            return
        menu = self.album_menu(paths)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def album_menu(self, paths: Sequence[str]) -> QMenu:
        """The albums to put `paths` into."""
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
