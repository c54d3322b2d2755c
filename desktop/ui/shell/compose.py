"""Fills the main window: makes its views and controllers, connects them, takes up where it was."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QSplitter

from desktop.process.diagnostics import bug_report
from desktop.storage.preset_files import PresetFolder
from desktop.ui.controls.banner import Banner
from desktop.ui.gallery.annotation_actions import AnnotationActions
from desktop.ui.gallery.export.export_actions import ExportActions
from desktop.ui.gallery.file_actions import FileActions
from desktop.ui.gallery.filters.filter_actions import FilterActions
from desktop.ui.gallery.follow_newest import FollowNewest
from desktop.ui.gallery.gallery_controller import GalleryController
from desktop.ui.gallery.inspector.inspector_controller import InspectorController
from desktop.ui.gallery.inspector.inspector_panel import WIDTH as INSPECTOR_WIDTH
from desktop.ui.gallery.inspector.inspector_panel import InspectorPanel
from desktop.ui.gallery.list.gallery_model import GalleryModel
from desktop.ui.gallery.list.gallery_view import SIDE, GalleryView
from desktop.ui.gallery.picture_actions import PictureActions
from desktop.ui.gallery.undo_stack import UndoStack
from desktop.ui.gallery.upscale.upscale_actions import UpscaleActions
from desktop.ui.gallery.viewer.view_actions import ViewActions
from desktop.ui.generate.first_use import FirstUseBanner
from desktop.ui.generate.generate_actions import GenerateActions
from desktop.ui.generate.mask.mask_actions import MaskActions
from desktop.ui.generate.panel.prompt_panel import WIDTH as PANEL_WIDTH
from desktop.ui.generate.panel.prompt_panel import PromptPanel
from desktop.ui.help.help_actions import HelpActions
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.models.model_actions import ModelActions
from desktop.ui.models.model_watch import ModelWatch
from desktop.ui.models.models_controller import ModelsController
from desktop.ui.models.opened_model import ModelOpener
from desktop.ui.models.other_apps_banner import OtherAppsBanner
from desktop.ui.state.control_values import ControlValues
from desktop.ui.state.ui_state import UiState

from .drop_handler import DropHandler
from .edit_actions import EditActions
from .gallery_column import GalleryColumn
from .mac_text_shortcuts import MacTextShortcuts
from .toolbar import ToolBar
from .window_actions import WindowActions

if TYPE_CHECKING:
    from .main_window import MainWindow
    from .window_services import WindowServices

_AFTER_SHOWN_MS = 10


def compose(window: MainWindow, parts: WindowServices) -> None:
    """Put everything into `window`, once."""
    window.values = ControlValues(window)
    window.shelf = ModelRegistry(parts.make_library, parts.background, window)
    window.actions_ = Actions(window)
    window.memory = UiState(parts.state, parts.background, window)
    _build_views(window, parts)
    _build_controllers(window, parts)
    _connect(window, parts)
    _restore(window, parts)


def _build_views(window: MainWindow, parts: WindowServices) -> None:
    window.thumbnails = Thumbnails(parts.load_thumbnail, window)
    window.pictures = GalleryModel(window)
    window.toolbar = ToolBar(window.actions_)
    window.addToolBar(Qt.ToolBarArea.TopToolBarArea, window.toolbar)
    window.inputs = InputImageStore(parts.places.inputs)
    window.panel = PromptPanel(
        window.values,
        window.shelf,
        window.actions_,
        parts.background,
        window.inputs,
        parts.places,
    )
    window.gallery_view = GalleryView(window.pictures, window.thumbnails)
    window.column = GalleryColumn(window.gallery_view, window.actions_)
    window.inspector = InspectorPanel(window.actions_)
    window.splitter = QSplitter(Qt.Orientation.Horizontal)
    window.splitter.setHandleWidth(1)
    for place, widget in enumerate((window.panel, window.column, window.inspector)):
        window.splitter.addWidget(widget)
        window.splitter.setCollapsible(place, False)
        window.splitter.setStretchFactor(place, 1 if widget is window.column else 0)
    window.setCentralWidget(window.splitter)


def _build_controllers(window: MainWindow, parts: WindowServices) -> None:
    banners = window.column.banners
    window.gallery = GalleryController(
        parts.session, parts.pictures, window.pictures, window.thumbnails, parts.background, window
    )
    window.look = InspectorController(
        window.inspector,
        window.pictures,
        window.thumbnails,
        parts.read,
        window.gallery.recipe_at,
        parts.background,
        window,
    )
    window.generating = GenerateActions(
        parts.session, window.values, window.shelf, parts.output_folder, banners, window
    )
    window.generating.wildcards = parts.places.wildcards
    window.generating.confirmed = window.panel.model_row.units.confirmation.agreed
    window.picture_actions = PictureActions(
        window.gallery_view, window.gallery, window.look, parts.background, banners, window
    )
    deeds = UndoStack(parts.pictures, parts.background, window)
    window.file_actions = FileActions(
        window.gallery_view, window.gallery, parts.pictures, deeds, banners, window
    )
    window.mark_actions = AnnotationActions(
        window.gallery_view, window.gallery, parts.pictures, deeds, parts.background, window
    )
    window.view_actions = ViewActions(
        window.gallery_view, window.thumbnails, parts.read, parts.background, window
    )
    window.gallery_actions = FilterActions(window)
    window.export_actions = ExportActions(
        window.gallery_view, parts.read, window.memory, parts.background, banners, window
    )
    window.upscaling = UpscaleActions(
        parts.session,
        window.gallery_view,
        window.shelf,
        window.memory,
        parts.output_folder,
        window,
    )
    window.dropped = DropHandler(
        window.values,
        window.shelf,
        parts.background,
        banners,
        parts.read,
        PresetFolder(parts.places.presets),
        window,
    )
    window.dropped.inputs = window.inputs
    window.dropped.models = ModelOpener(window)
    window.masks = MaskActions(window.values, window.inputs, parts.background, window)
    window.window_actions = WindowActions(window)
    window.model_actions = ModelActions(window)
    FirstUseBanner(parts.session, banners, window)
    window.models = ModelsController(window)
    HelpActions(window, window.actions_)
    OtherAppsBanner(window)
    ModelWatch(window.shelf, parts.model_folders, parts.background, window)


def _connect(window: MainWindow, parts: WindowServices) -> None:
    _connect_actions(window)
    _connect_gallery(window)
    _connect_inspector(window)
    _connect_panel(window)
    _connect_failures(window, parts)


def _connect_actions(window: MainWindow) -> None:
    """Let the menus' entries and their keys do their work."""
    actions = window.actions_
    window.generating.connect_actions(actions)
    window.generating.connect_views(window.panel.bar, window.toolbar)
    window.picture_actions.connect_actions(actions, window.values, window.shelf)
    EditActions(
        actions,
        {
            "copy": window.picture_actions.copy,
            "select_all": window.gallery_view.selectAll,
            "undo": window.file_actions.deeds.undo,
            "redo": window.file_actions.deeds.redo,
            "paste": window.dropped.paste,
        },
        window,
    )
    app = QApplication.instance()
    if sys.platform == "darwin" and isinstance(app, QApplication):
        MacTextShortcuts(app, window)
    window.model_actions.connect_actions(actions)
    for part in (
        window.file_actions,
        window.mark_actions,
        window.view_actions,
        window.gallery_actions,
        window.export_actions,
        window.upscaling,
        window.window_actions,
    ):
        part.connect_actions(actions)
    actions["paint_mask"].triggered.connect(
        lambda: window.masks.paint_on(window.gallery_view.selected_paths()[0])
    )


def _connect_gallery(window: MainWindow) -> None:
    window.gallery_view.current_changed.connect(window.look.show_path)
    window.gallery.preview_changed.connect(window.look.show_running)
    window.gallery.ended.connect(window.look.show_running)
    window.gallery.rewritten.connect(window.look.look_again)
    window.gallery.wanted.connect(window.gallery_view.select_paths)
    window.gallery.arrived.connect(
        FollowNewest(window.gallery_view, window.pictures, window).arrived
    )
    window.gallery.counted.connect(window.window_actions.show_count)
    window.gallery.marks_changed.connect(window.view_actions.refresh_facts)
    window.view_actions.stars_requested.connect(window.mark_actions.set_stars)
    window.column.empty.example_chosen.connect(window.window_actions.draw_example)


def _connect_inspector(window: MainWindow) -> None:
    inspector = window.inspector
    window.mark_actions.shown.connect(inspector.show_marks)
    inspector.stars_requested.connect(window.mark_actions.set_stars)
    inspector.tag_requested.connect(window.mark_actions.toggle_tag)
    inspector.albums_requested.connect(window.mark_actions.ask_albums)
    inspector.use_requested.connect(window.picture_actions.use)
    inspector.picture.double_clicked.connect(window.view_actions.open)
    inspector.picture.drag_wanted.connect(
        lambda: window.gallery_view.startDrag(Qt.DropAction.CopyAction)
    )


def _connect_panel(window: MainWindow) -> None:
    panel, banners = window.panel, window.column.banners
    panel.model_row.manage_requested.connect(window.actions_["model_folders"].trigger)
    panel.start_image.paint_requested.connect(window.masks.open_editor)
    panel.presets.said.connect(lambda sentence: banners.add(Banner(sentence)))
    window.generating.submitted.connect(panel.prompts.remember)


def _connect_failures(window: MainWindow, parts: WindowServices) -> None:
    """What goes wrong anywhere is said in one place."""
    for source in (
        window.gallery,
        window.picture_actions,
        window.export_actions,
        window.file_actions.deeds,
        window.memory,
        window.masks,
        window.upscaling,
        window.panel.prompts,
    ):
        source.failed.connect(window.generating.show_error)
    banners, prompts = window.column.banners, window.panel.prompts
    banners.report = lambda sentence, details: bug_report(
        parts.places, sentence, details, prompts.known()
    )
    parts.background.failed.connect(banners.show_error)


def _restore(window: MainWindow, parts: WindowServices) -> None:
    """Take up where the window was left, then look for models and pictures."""
    memory = window.memory
    window.values.recall(memory.mapping("controls"))
    window.panel.model_row.default_model = parts.settings.values.default_model
    window.panel.set_open_groups(memory.mapping("groups"))
    if not window.splitter.restoreState(memory.bytes_of("splitter")):
        middle = window.width() - PANEL_WIDTH - INSPECTOR_WIDTH - 2
        window.splitter.setSizes([PANEL_WIDTH, middle, INSPECTOR_WIDTH])
    window.gallery_actions.restore_view(
        side=memory.number("tile_side", SIDE), sort=memory.text("sort", "newest")
    )
    window.window_actions.restore_view(
        sidebar=memory.flag("sidebar", True),
        inspector=memory.flag("inspector", True),
    )
    memory.watch(window.values)
    if parts.read_only:
        window.panel.bar.block(parts.read_only)
        for name in ("generate", "generate_first"):
            window.actions_[name].setEnabled(False)
        window.column.banners.add(Banner(parts.read_only, closable=False))
    for notice in (*parts.notices, parts.settings.notice, parts.session.notice):
        if notice:
            window.column.banners.add(Banner(notice, icon="warning"))
    window.panel.prompts.prompt.setFocus()
    window.generating.offer_restored()
    window.models.offer_left_behind()
    QTimer.singleShot(_AFTER_SHOWN_MS, window, lambda: _look_around(window))


def _look_around(window: MainWindow) -> None:
    """What can wait until the window is seen: the menu bar's menus, models, pictures."""
    window.actions_.fill_menu_bar(window)
    window.shelf.refresh()
    window.gallery.refresh()
