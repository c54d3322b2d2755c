"""Stars, tags and albums of the chosen pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.imaging.finder_colours import COLOURS
from desktop.ui.menus.actions import Actions
from desktop.worker.background import Background

from .file_actions import known
from .gallery_controller import GalleryController
from .list.gallery_model import GalleryModel
from .list.gallery_view import GalleryView
from .picture_store import PictureStore, Shown
from .undo_stack import UndoStack

if TYPE_CHECKING:
    from desktop.storage.gallery.gallery_operations import AnnotationOperations, OperationResult
    from desktop.storage.gallery.index.gallery_index import GalleryIndex, PictureRow

_MOST_SHOWN = 2000
"""With more chosen pictures, only the current one's stars and tags are shown."""


class AnnotationActions(QObject):
    """The actions of stars, tags and albums.

    Signals: `shown(int, tuple, tuple)`, stars, tags and albums of the current picture.
    """

    shown = Signal(int, tuple, tuple)

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        store: PictureStore,
        undo_stack: UndoStack,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._view = view
        self._model: GalleryModel = view.pictures
        self._gallery = gallery
        self._store = store
        self._undo_stack = undo_stack
        self._background = background
        self._path = ""
        self._several = False

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions."""
        self._actions = actions
        for number in range(6):
            actions[f"stars_{number}"].triggered.connect(
                lambda _=False, number=number: self.set_stars(number)
            )
        for colour in COLOURS:
            actions[f"tag_{colour}"].triggered.connect(
                lambda _=False, colour=colour: self.toggle_tag(colour)
            )
        actions["other_tags"].triggered.connect(self.ask_tags)
        actions["albums"].triggered.connect(self.ask_albums)
        self._view.stars_requested.connect(self.set_stars)
        self._view.current_changed.connect(self._on_current)
        self._view.selection_changed.connect(self._on_selection)
        self._gallery.annotations_changed.connect(lambda: self._on_current(self._path))

    def set_stars(self, stars: int) -> None:
        """Rate the chosen pictures; the same rating again removes it."""
        paths = self._view.selected_paths()
        if stars and all(self._model.shown_of(path).stars == stars for path in paths):
            stars = 0
        self._annotate(
            paths, lambda annotations, rows: annotations.set_stars({row.id: stars for row in rows})
        )

    def toggle_tag(self, tag: str) -> None:
        """Tag the chosen pictures, or remove the tag if all have it."""
        paths = self._view.selected_paths()
        has = all(tag in self._model.shown_of(path).tags for path in paths)
        self.change_tags({tag: not has})

    def change_tags(self, changes: Mapping[str, bool]) -> None:
        """Add (True) and remove (False) tags of the chosen pictures."""
        self._annotate(
            self._view.selected_paths(),
            lambda annotations, rows: annotations.set_tags(
                {r.id: changed(r.tags, changes) for r in rows}
            ),
        )

    def change_albums(self, changes: Mapping[str, bool]) -> None:
        """Add the chosen pictures to albums (True) and remove them from others (False)."""
        self._annotate(
            self._view.selected_paths(),
            lambda annotations, rows: annotations.set_albums(
                {r.id: changed(r.albums, changes) for r in rows}
            ),
        )

    def add_to_album(self, paths: Sequence[str], album: str) -> None:
        """Add pictures to an album; create it if new."""
        self._annotate(
            paths,
            lambda annotations, rows: annotations.set_albums(
                {r.id: changed(r.albums, {album: True}) for r in rows}
            ),
        )

    def ask_tags(self) -> None:
        """Let the user check tags and create new ones."""
        paths = self._view.selected_paths()
        has = [self._model.shown_of(path).tags for path in paths]
        known_tags = [tag for tag, _ in self._gallery.facets.tags]
        self._ask(self.tr("Tags"), self.tr("New tag"), has, known_tags, self.change_tags)

    def ask_albums(self) -> None:
        """Let the user check albums and create new ones."""
        paths, store = self._view.selected_paths(), self._store

        def open_dialog(albums: dict[str, tuple[str, ...]]) -> None:
            has = [albums.get(path, ()) for path in paths]
            names = [album for album, _ in self._gallery.facets.albums]
            self._ask(self.tr("Albums"), self.tr("New album"), has, names, self.change_albums)

        if paths:
            self._background.run(
                lambda: store.albums_of(paths), open_dialog, self._gallery.failed.emit
            )

    def _ask(
        self,
        title: str,
        new: str,
        has: Sequence[tuple[str, ...]],
        known_labels: Sequence[str],
        take: Callable[[Mapping[str, bool]], None],
    ) -> None:
        from .labels_dialog import LabelsDialog

        if has:
            dialog = LabelsDialog(title, new, has, known_labels, self._window)
            dialog.accepted.connect(lambda: take(dialog.changes()))
            dialog.open()

    def _annotate(
        self,
        paths: Sequence[str],
        work: Callable[[AnnotationOperations, list[PictureRow]], OperationResult],
    ) -> None:
        if not paths:
            return
        store = self._store

        def operation(index: GalleryIndex) -> OperationResult:
            from desktop.storage.gallery.gallery_operations import AnnotationOperations

            return work(AnnotationOperations(index), index.rows(known(store, paths)))

        self._undo_stack.run(operation)

    def _on_selection(self) -> None:
        several, self._several = self._several, self._view.selected_count() > 1
        if several or self._several:
            self._on_current(self._path)
        else:
            self._tick()

    def _on_current(self, path: str) -> None:
        self._path = path
        self._tick()
        if not path:
            self.shown.emit(0, (), ())
            return
        paths, store = self._looked_at(), self._store
        stars, tags = self._common(paths)

        def take(albums: dict[str, tuple[str, ...]]) -> None:
            if path == self._path:
                self.shown.emit(stars, tags, _in_all([albums.get(one, ()) for one in paths]))

        self._background.run(lambda: store.albums_of(paths), take)

    def _looked_at(self) -> list[str]:
        """Return the chosen pictures; the current one alone if none or very many are chosen."""
        several = 1 < self._view.selected_count() <= _MOST_SHOWN
        return (self._view.selected_paths() if several else []) or [self._path]

    def _common(self, paths: Sequence[str]) -> Shown:
        """Return the stars and tags that all of `paths` share."""
        each = [self._model.shown_of(path) for path in paths]
        same = len({shown.stars for shown in each}) == 1
        return Shown(each[0].stars if same else 0, _in_all([shown.tags for shown in each]))

    def _tick(self) -> None:
        stars, tags = self._common(self._looked_at())
        some = self._view.has_selection()
        for number in range(6):
            self._actions[f"stars_{number}"].setChecked(some and stars == number)
        for colour in COLOURS:
            self._actions[f"tag_{colour}"].setChecked(some and colour in tags)


def _in_all(each: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the labels common to all, in the order of the first."""
    return tuple(label for label in each[0] if all(label in labels for labels in each[1:]))


def changed(labels: Sequence[str], changes: Mapping[str, bool]) -> tuple[str, ...]:
    """Return `labels` plus those whose change is True, minus those whose change is False."""
    kept = [label for label in labels if changes.get(label, True)]
    return (*kept, *(label for label, on in changes.items() if on and label not in kept))
