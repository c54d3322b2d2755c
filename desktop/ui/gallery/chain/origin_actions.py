"""Navigation from a picture to its sources and to its derivatives."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.recipe import Recipe
from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.gallery.gallery_controller import GalleryController
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.gallery.picture_store import PictureStore
from desktop.ui.gallery.recipe_reading import Read
from desktop.ui.menus.actions import Actions
from desktop.worker.background import Background

from .origins import original_of
from .picture_chain import PictureChain, find_chain


class OriginActions(QObject):
    """The actions of provenance.

    Signals: `failed(EaselError)`; `said(str)`, a sentence: nothing was made from the picture;
    `chain_found(PictureChain)`, the chain of the current picture.
    """

    failed = Signal(object)
    said = Signal(str)
    chain_found = Signal(object)

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        store: PictureStore,
        read: Read,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._gallery, self._store = view, gallery, store
        self._read, self._background = read, background
        self._original = ""
        self._path, self._recipe = "", None
        gallery.annotations_changed.connect(self._look_again)
        gallery.origins_learnt.connect(self._look_again)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions."""
        self._actions = actions
        actions.connect_all({"show_origin": self.show_origin, "show_outcome": self.show_outcome})
        self._view.current_changed.connect(self._on_current)
        self._on_current("")

    def follow_recipe(self, path: str, recipe: Recipe | None) -> None:
        """Take the sources of the current picture at `path` from its recipe."""
        self._path, self._recipe = path, recipe
        self._original = original_of(recipe, path)
        self._actions["show_origin"].setEnabled(bool(self._original))
        self._look_again()

    def show_origin(self) -> None:
        """Choose the source of the current picture, or report that it lies elsewhere."""
        if self._original:
            self.show(self._original)

    def show(self, path: str) -> None:
        """Choose the picture at `path`, or report that the gallery doesn't contain it."""
        store = self._store
        self._background.run(
            lambda: bool(store.ids([path])),
            lambda known: self._show(path, known=known),
            self.failed.emit,
        )

    def show_outcome(self) -> None:
        """Show only the derivatives of the current picture."""
        path, store = self._view.current_path, self._store
        if not path:
            return

        def find() -> tuple[GalleryQuery, bool]:
            from desktop.storage.pictures.input_paths import picture_digest

            query = GalleryQuery(made_from=(picture_digest(path),))
            return query, bool(store.paths(query))

        self._background.run(find, lambda found: self._show_outcome(path, *found), self.failed.emit)

    def _look_again(self) -> None:
        """Find the chain again: the current picture or its derivatives changed."""
        path, recipe, read, store = self._path, self._recipe, self._read, self._store
        if path:
            self._background.run(
                lambda: find_chain(path, recipe, read, store), self._take_chain, self.failed.emit
            )

    def _take_chain(self, chain: PictureChain) -> None:
        if chain.path == self._path:
            self.chain_found.emit(chain)

    def _on_current(self, path: str) -> None:
        """Reset the sources of `path` until its recipe is known."""
        self._path, self._recipe, self._original = "", None, ""
        self._actions["show_origin"].setEnabled(False)
        self._actions["show_outcome"].setEnabled(bool(path))

    def _show(self, path: str, *, known: bool) -> None:
        if known:
            self._gallery.show_anywhere(path)
        elif path == self._original:
            error = EaselError(
                "“{file}” is not in the gallery: Compare with Its Original shows it.",
                file=Path(path).name,
            )
            self.failed.emit(error)
        else:
            self.failed.emit(EaselError("“{file}” is not in the gallery.", file=Path(path).name))

    def _show_outcome(self, path: str, query: GalleryQuery, found: bool) -> None:
        if not found:
            words = self.tr("Nothing in the gallery was made from “{name}”.")
            self.said.emit(words.format(name=Path(path).name))
            return
        sort = self._gallery.query.sort
        self._gallery.narrow(**msgspec.structs.asdict(msgspec.structs.replace(query, sort=sort)))
