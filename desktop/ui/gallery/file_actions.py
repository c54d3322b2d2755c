"""File operations on the chosen pictures: Trash, rename, move, duplicate, export, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.menus.actions import Actions
from desktop.worker.mac_trash import QtTrash

from .gallery_controller import GalleryController
from .list.gallery_view import GalleryView
from .picture_store import PictureStore
from .undo_stack import UndoStack

if TYPE_CHECKING:
    from desktop.storage.gallery.file_operations import FileOperations
    from desktop.storage.gallery.gallery_operations import OperationResult
    from desktop.storage.gallery.index.gallery_index import GalleryIndex


class FileActions(QObject):
    """The file actions; `undo` and `redo` of the Edit menu cover all of them."""

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        store: PictureStore,
        undo_stack: UndoStack,
        banners: BannerArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._view = view
        self._gallery = gallery
        self._store = store
        self.undo_stack = undo_stack
        self._banners = banners
        undo_stack.done.connect(self._on_done)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions."""
        self._actions = actions
        actions.connect_all(
            {
                "trash": self.trash,
                "rename": self.ask_name,
                "move": self.ask_folder,
                "duplicate": self.duplicate,
            }
        )
        self._view.trash_requested.connect(self.trash)
        self.undo_stack.changed.connect(self._name_undo)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self._name_undo()

    def trash(self) -> None:
        """Move the chosen pictures to the Trash."""
        paths = self._view.selected_paths()
        if not paths:
            return
        row = self._view.currentIndex().row()

        def then(done: OperationResult, _left: list[str]) -> None:
            failed = {str(path) for path, _ in done.failed}
            self._gallery.forget([path for path in paths if path not in failed])
            self._view.choose_row(row)
            self._offer_undo(done)

        self._do(paths, lambda files, ids: files.trash(ids), then)

    def ask_name(self) -> None:
        """Open the name field over the chosen picture's tile."""
        paths = self._view.selected_paths()
        if len(paths) == 1:
            editor = self._view.edit_name(paths[0])
            editor.renamed.connect(partial(self.rename, paths[0]))

    def rename(self, path: str, name: str) -> None:
        """Rename a picture; `name` has no extension."""
        self._do([path], lambda files, ids: files.rename(ids[0], name), self._choose)

    def ask_folder(self) -> None:
        """Ask for the target folder, a gallery folder or a subfolder, and move the pictures."""
        paths = self._view.selected_paths()
        if not paths:
            return
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Move To"), str(Path(paths[0]).parent)
        )
        if chosen:
            self.move(paths, chosen)

    def move(self, paths: Sequence[str], folder: str) -> None:
        """Move pictures to a folder of the gallery."""
        self._do(paths, lambda files, ids: files.move(ids, Path(folder)), self._choose)

    def duplicate(self) -> None:
        """Copy the chosen pictures beside the originals."""
        paths = self._view.selected_paths()
        if paths:
            self._do(paths, lambda files, ids: files.duplicate(ids), self._choose)

    def _do(
        self,
        paths: Sequence[str],
        work: Callable[[FileOperations, list[int]], OperationResult],
        then: Callable[[OperationResult, list[str]], None],
    ) -> None:
        store = self._store

        def operation(index: GalleryIndex) -> OperationResult:
            from desktop.storage.gallery.file_operations import FileOperations

            return work(FileOperations(index, QtTrash()), known(store, paths))

        self.undo_stack.run(operation, then)

    def _on_done(self, _done: OperationResult, paths: list[str]) -> None:
        self._gallery.after_deed(paths)

    def _choose(self, done: OperationResult, paths: list[str]) -> None:
        """Choose the pictures at their new paths, once the gallery shows them."""
        self._gallery.choose_when_shown(paths)

    def _offer_undo(self, done: OperationResult) -> None:
        """Show what was removed; the notice closes on the next operation or undo."""
        sentence = self.tr("%n picture(s) moved to the Trash.", "", done.count)
        choices = ((self.tr("Undo"), self.undo_stack.undo),) if done.undo else ()
        banner = self._banners.add(Banner(sentence, choices=choices, passing=True))
        single = Qt.ConnectionType.SingleShotConnection
        self.undo_stack.changed.connect(banner.dismiss, single)

    def _name_undo(self) -> None:
        for name, words, plain, full in (
            ("undo", self.undo_stack.undo_words(), self.tr("Undo"), self.tr("Undo {operation}")),
            ("redo", self.undo_stack.redo_words(), self.tr("Redo"), self.tr("Redo {operation}")),
        ):
            self._actions[name].setText(full.format(operation=words) if words else plain)
            self._actions[name].setEnabled(bool(words) or edits_text(QApplication.focusWidget()))

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Leave Undo and Redo to a text field while it has the focus."""
        if not isValid(self._actions["undo"]):
            return  # the window is closing
        stack = self.undo_stack
        for name, words in (("undo", stack.undo_words()), ("redo", stack.redo_words())):
            self._actions[name].setEnabled(bool(words) or edits_text(new))


def edits_text(widget: QWidget | None) -> bool:
    """Return whether `widget` is a field with its own undo."""
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly()


def known(store: PictureStore, paths: Sequence[str]) -> list[int]:
    """Return the index ids of `paths`. Raises EaselError if none is indexed any more."""
    from desktop.core.errors import EaselError

    ids = store.ids(paths)
    if not ids:
        raise EaselError("The picture isn’t in the gallery any more.", "\n".join(paths[:20]))
    return ids
