"""From a picture to the one that it was made from, and to those that were made from it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.recipe import Recipe
from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.gallery.viewer.original_picture import original_of
from desktop.ui.menus.actions import Actions
from desktop.worker.background import Background

from .gallery_controller import GalleryController
from .picture_store import PictureStore


class OriginActions(QObject):
    """Signals: `failed(EaselError)`; `said(str)`, a sentence: nothing was made from the picture."""

    failed = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        store: PictureStore,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._gallery, self._store = view, gallery, store
        self._background = background
        self._original = ""

    def connect_actions(self, actions: Actions) -> None:
        """Let the window's actions do their work."""
        self._actions = actions
        actions.connect_all({"show_origin": self.show_origin, "show_outcome": self.show_outcome})
        self._view.current_changed.connect(self._on_current)
        self._on_current("")

    def follow_recipe(self, path: str, recipe: Recipe | None) -> None:
        """The picture at `path` is current: know what it was made from."""
        self._original = original_of(recipe, path)
        self._actions["show_origin"].setEnabled(bool(self._original))

    def show_origin(self) -> None:
        """Choose the picture that the current one was made from, or say that it lies elsewhere."""
        original, store = self._original, self._store
        if original:
            self._background.run(
                lambda: bool(store.ids([original])),
                lambda known: self._show_origin(original, known=known),
                self.failed.emit,
            )

    def show_outcome(self) -> None:
        """Show only what was made from the current picture."""
        path, store = self._view.current_path, self._store
        if not path:
            return

        def find() -> tuple[GalleryQuery, bool]:
            from desktop.storage.pictures.input_paths import picture_digest

            query = GalleryQuery(made_from=(picture_digest(path),))
            return query, bool(store.paths(query))

        self._background.run(find, lambda found: self._show_outcome(path, *found), self.failed.emit)

    def _on_current(self, path: str) -> None:
        self.follow_recipe(path, None)  # until its recipe is known
        self._actions["show_outcome"].setEnabled(bool(path))

    def _show_origin(self, original: str, *, known: bool) -> None:
        if known:
            self._gallery.show_anywhere(original)
            return
        error = EaselError(
            "“{file}” is not in the gallery: Compare with Its Original shows it.",
            file=Path(original).name,
        )
        self.failed.emit(error)

    def _show_outcome(self, path: str, query: GalleryQuery, found: bool) -> None:
        if not found:
            words = self.tr("Nothing in the gallery was made from “{name}”.")
            self.said.emit(words.format(name=Path(path).name))
            return
        sort = self._gallery.query.sort
        self._gallery.narrow(**msgspec.structs.asdict(msgspec.structs.replace(query, sort=sort)))
