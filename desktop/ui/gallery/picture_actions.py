"""The actions on chosen pictures: copy, save, show, reuse, Quick Look, share."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.i18n.recipe_lines import recipe_text
from desktop.ui.imaging.picture_drag import clipboard_mime, read_whole
from desktop.ui.menus.actions import Actions
from desktop.ui.system.quick_look_panel import open_system_panel
from desktop.ui.system.reveal import reveal
from desktop.ui.system.sharing import can_share, share
from desktop.worker.background import Background

from .gallery_controller import GalleryController
from .inspector.inspector_controller import InspectorController
from .list.gallery_view import GalleryView
from .picture_menu import picture_menu

VARIATIONS = ("more_like_this", "vary_part", "extend")
"""Actions that generate variations of the current picture; the window connects them."""


class PictureActions(QObject):
    """The actions on chosen pictures.

    Signals: `failed(EaselError)`; `use_requested(Recipe, str)`, apply the recipe, or its named
    setting, to the controls; `start_requested(str)`, use that picture as the starting image;
    `edit_requested(str)`, edit that picture; `references_requested(list[str])`, use those as
    references; `look_requested()`, show the current picture large in the window itself;
    `variation_requested(str, str, Recipe)`, one of `VARIATIONS` of the picture at that path, with
    its recipe or None.
    """

    failed = Signal(object)
    use_requested = Signal(object, str)
    start_requested = Signal(str)
    edit_requested = Signal(str)
    references_requested = Signal(object)
    look_requested = Signal()
    variation_requested = Signal(str, str, object)

    def __init__(
        self,
        view: GalleryView,
        gallery: GalleryController,
        inspector: InspectorController,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._view = view
        self._gallery = gallery
        self._inspector = inspector
        self._background = background
        view.quick_look_requested.connect(self.quick_look)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions, enabled only while a picture is chosen."""
        self._actions = actions
        actions.connect_all(
            {
                "save_as": self.save_as,
                "share": self.share,
                "reveal": lambda: reveal(self._view.selected_paths()[0]),
                "quick_look": self.quick_look,
                "use_settings": lambda: self.use(""),
                "copy_settings": self.copy_settings,
                "start_image": self.use_as_start,
                "edit_picture": self.edit,
                "use_reference": self.use_as_references,
                **{name: partial(self.vary, name) for name in VARIATIONS},
            }
        )
        actions["share"].setVisible(can_share())
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
        """Apply the recipe, or a single setting of it, to the controls."""
        if self._inspector.recipe is not None:
            self.use_requested.emit(self._inspector.recipe, setting)

    def use_as_start(self) -> None:
        """Use the chosen picture as the starting image."""
        paths = self._view.selected_paths()
        if paths:
            self.start_requested.emit(paths[0])

    def edit(self) -> None:
        """Edit the chosen picture."""
        paths = self._view.selected_paths()
        if paths:
            self.edit_requested.emit(paths[0])

    def use_as_references(self) -> None:
        """Use the chosen pictures as references for the model."""
        paths = self._view.selected_paths()
        if paths:
            self.references_requested.emit(paths)

    def vary(self, name: str) -> None:
        """Request a variation of the current picture: `name` is one of `VARIATIONS`."""
        path = self._view.current_path
        if path:
            recipe = self._inspector.recipe if self._inspector.path == path else None
            self.variation_requested.emit(name, path, recipe)

    def quick_look(self) -> None:
        """Show the current picture large, in the system's panel if available."""
        row = self._view.currentIndex().row()
        place = row if self._view.pictures.running is None else row - 1
        if place >= 0 and open_system_panel(self._view.pictures.paths, place):
            return
        self.look_requested.emit()

    def save_as(self) -> None:
        """Save a copy of the current picture at a place and in a format that the user chooses."""
        from .export.save_picture import ask_target, save_copy

        paths = self._view.selected_paths()
        if paths and (target := ask_target(self._window, paths[0])):
            self._background.run(
                lambda: save_copy(paths[0], target), lambda _: None, self.failed.emit
            )

    def share(self) -> None:
        """Open the system's Share menu for the chosen pictures."""
        view = self._view
        share(view.selected_paths(), view, view.visualRect(view.currentIndex()).center())

    def _enable(self) -> None:
        count = self._view.selected_count() if self._view.has_selection() else 0
        self._actions.follow_choice(count)

    def _open_menu(self, position: QPoint) -> None:
        menu = picture_menu(self._actions, self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)
