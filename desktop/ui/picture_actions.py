"""What can be done with the chosen pictures: copy, save, show, use, look at, throw away."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.core.errors import EaselError
from desktop.worker.background import Background

from . import commands
from .actions import Actions
from .banner import Banner, BannerArea
from .control_values import ControlValues
from .gallery.controller import GalleryController
from .gallery.drag import clipboard_mime, read_whole
from .gallery.view import GalleryView
from .inspector.controller import InspectorController
from .inspector.recipe_lines import recipe_text
from .model_shelf import ModelShelf
from .reveal import reveal

if TYPE_CHECKING:
    from .quick_look import QuickLook

_NEED_PICTURE = (
    "save_as",
    "save_all",
    "reveal",
    "trash",
    "quick_look",
    "use_settings",
    "copy_settings",
    "start_image",
)
_MENU = (
    "quick_look",
    "",
    "copy",
    "use_settings",
    "copy_settings",
    "start_image",
    "",
    "save_as",
    "reveal",
    "",
    "trash",
)


class PictureActions(QObject):
    """Signals: `failed(EaselError)`."""

    failed = Signal(object)

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        inspector: InspectorController,
        background: Background,
        banners: BannerArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._view = view
        self._gallery = gallery
        self._inspector = inspector
        self._background = background
        self._banners = banners
        self._quick: QuickLook | None = None
        self._trashed: list[list[commands.Trashed]] = []
        inspector.shown.connect(self._refresh_look)
        view.quick_look_requested.connect(self.quick_look)

    def connect_actions(self, actions: Actions, values: ControlValues, shelf: ModelShelf) -> None:
        """Let the window's actions do their work, and only while a picture is chosen."""
        self._actions = actions
        self._values, self._shelf = values, shelf
        work: dict[str, Callable[[], object]] = {
            "save_as": self.save_as,
            "save_all": self.save_all,
            "reveal": lambda: reveal(self._view.selected_paths()[0]),
            "trash": self.trash,
            "quick_look": self.quick_look,
            "use_settings": lambda: self.use(""),
            "copy_settings": self.copy_settings,
            "start_image": self.use_as_start,
        }
        for name, do in work.items():
            actions[name].triggered.connect(lambda _=False, do=do: do())
        if sys.platform != "darwin":
            actions["reveal"].setText(self.tr("Show in Folder"))
        self._view.selection_changed.connect(self._enable)
        self._view.menu_requested.connect(self._open_menu)
        self._enable()

    def copy(self) -> None:
        """Copy the chosen pictures: as files, and the first as image."""
        paths = self._view.selected_paths()
        if paths:
            self._background.run(
                lambda: read_whole(paths[0]),
                lambda image: QGuiApplication.clipboard().setMimeData(clipboard_mime(paths, image)),
            )

    def copy_settings(self) -> None:
        """Copy the recipe as text."""
        if self._inspector.recipe is not None:
            QGuiApplication.clipboard().setText(recipe_text(self._inspector.recipe))

    def use(self, setting: str) -> None:
        """Put the recipe, or one setting of it, into the controls."""
        from .use_recipe import use_recipe

        recipe = self._inspector.recipe
        if recipe is None:
            return
        for notice in use_recipe(
            values=self._values, shelf=self._shelf, recipe=recipe, only=setting
        ):
            self._banners.add(Banner(notice))

    def use_as_start(self) -> None:
        """Start the next picture from the chosen one."""
        paths = self._view.selected_paths()
        if paths:
            self._values.start_image = paths[0]

    def quick_look(self) -> None:
        """Show the current picture large."""
        if self._inspector.path and not self._inspector.image.isNull():
            self.look.open_over(self._inspector.image, self._caption())

    @property
    def look(self) -> QuickLook:
        """The Quick Look layer, made when it is first wanted."""
        from .quick_look import QuickLook

        if self._quick is None:
            self._quick = QuickLook(self._window)
            self._quick.step_requested.connect(self._view.step)
            self._quick.closed.connect(self._view.setFocus)
        return self._quick

    def save_as(self) -> None:
        """Save a copy of the current picture where the user says."""
        paths = self._view.selected_paths()
        if not paths:
            return
        target, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save Picture As"), Path(paths[0]).name
        )
        if target:
            self._in_background(lambda: commands.save_copy(path=paths[0], target=target))

    def save_all(self) -> None:
        """Save copies of the chosen pictures in a folder."""
        paths = self._view.selected_paths()
        if not paths:
            return
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Save Selected To"))
        if folder:
            self._in_background(lambda: commands.save_copies(paths=paths, folder=folder))

    def trash(self) -> None:
        """Move the chosen pictures to the Trash; it can be undone."""
        paths = self._view.selected_paths()
        if paths:
            self._background.run(
                lambda: commands.move_to_trash(paths=paths), self._on_trashed, self._on_trash_failed
            )

    def undo_trash(self) -> None:
        """Bring back what went to the Trash last."""
        if not self._trashed:
            return
        items = self._trashed.pop()
        self._background.run(
            lambda: commands.put_back(trashed=items),
            lambda _: self._gallery.refresh(),
            self.failed.emit,
        )

    def _on_trashed(self, moved: list[commands.Trashed]) -> None:
        self._trashed.append(moved)
        row = self._view.currentIndex().row()
        self._gallery.forget([item.path for item in moved])
        self._view.choose_row(row)
        sentence = self.tr("%n picture(s) moved to the Trash.", "", len(moved))
        choices = ()
        if all(item.in_trash for item in moved):
            choices = ((self.tr("Undo"), self.undo_trash),)
        self._banners.add(Banner(sentence, choices=choices))

    def _on_trash_failed(self, error: EaselError) -> None:
        self.failed.emit(error)
        self._gallery.refresh()

    def _refresh_look(self, path: str) -> None:
        if self._quick is not None and self._quick.isVisible():
            self._quick.open_over(self._inspector.image, self._caption())

    def _caption(self) -> str:
        recipe = self._inspector.recipe
        prompt = recipe.text("prompt") if recipe is not None else ""
        return prompt or Path(self._inspector.path).name

    def _enable(self) -> None:
        some = bool(self._view.selected_paths())
        for name in _NEED_PICTURE:
            self._actions[name].setEnabled(some)

    def _open_menu(self, position: QPoint) -> None:
        menu = QMenu(self._window)
        for name in _MENU:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)

    def _in_background(self, work: Callable[[], object]) -> None:
        self._background.run(work, lambda _: None, self.failed.emit)
