"""Create the window's views and controllers, with the dependencies of each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from desktop.storage.preset_files import PresetFolder
from desktop.ui.gallery.album_actions import AlbumActions
from desktop.ui.gallery.annotation_actions import AnnotationActions
from desktop.ui.gallery.chain.origin_actions import OriginActions
from desktop.ui.gallery.export.export_actions import ExportActions
from desktop.ui.gallery.file_actions import FileActions
from desktop.ui.gallery.filters.filter_actions import FilterActions
from desktop.ui.gallery.gallery_controller import GalleryController
from desktop.ui.gallery.inspector.inspector_controller import InspectorController
from desktop.ui.gallery.inspector.inspector_panel import InspectorPanel
from desktop.ui.gallery.list.gallery_model import GalleryModel
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.gallery.picture_actions import PictureActions
from desktop.ui.gallery.undo_stack import UndoStack
from desktop.ui.gallery.upscale.upscale_actions import UpscaleActions
from desktop.ui.gallery.viewer.view_actions import ViewActions
from desktop.ui.generate.generate_actions import GenerateActions
from desktop.ui.generate.live.live_actions import LiveActions
from desktop.ui.generate.live.live_controls import LiveControls
from desktop.ui.generate.live.live_keeper import LiveKeeper
from desktop.ui.generate.live.live_pane import LivePane
from desktop.ui.generate.mask.mask_actions import MaskActions
from desktop.ui.generate.panel.prompt_panel import PromptPanel
from desktop.ui.generate.variations.variation_actions import VariationActions
from desktop.ui.help.welcome import WelcomeController
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.served_models import ServedModels
from desktop.ui.models.model_actions import ModelActions
from desktop.ui.models.models_controller import ModelsController
from desktop.ui.models.opened_model import ModelOpener
from desktop.ui.state.control_values import ControlValues
from desktop.ui.state.ui_state import UiState
from desktop.ui.system.promised_files import these_file_promises
from desktop.ui.theme.focus_keeper import focus_by_keys_only
from desktop.worker.live_drawing import LiveDrawing

from .actions.window_actions import WindowActions
from .connections.connect_window import connect
from .connections.restore_window import restore
from .drop_handler import DropHandler
from .drop_target import DropTarget
from .gallery_column import GalleryColumn
from .main_window import MainWindow
from .toolbar import ToolBar
from .window_parts import WindowParts, WindowViews
from .window_services import WindowServices


def filled_window(services: WindowServices) -> MainWindow:
    """Return a filled window at its last position, not yet shown."""
    window = MainWindow()
    window.take_place(services.state)
    window.fill(compose(window, services))
    return window


def compose(window: QMainWindow, services: WindowServices) -> WindowParts:
    """Put the views into `window`, connect them, and restore its state; call only once."""
    parts = _build_controllers(window, _build_views(window, services))
    connect(window, parts)
    focus_by_keys_only(window)
    restore(window, parts)
    return parts


def _build_views(window: QMainWindow, services: WindowServices) -> WindowViews:
    values = ControlValues(window)
    registry = ModelRegistry(services.make_library, services.background, window)
    actions = Actions(window)
    input_images = InputImageStore(services.app_paths.inputs)
    thumbnails = Thumbnails(services.load_thumbnail, window)
    pictures = GalleryModel(window)
    toolbar = ToolBar(actions)
    window.addToolBar(Qt.ToolBarArea.TopToolBarArea, toolbar)
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    window.setCentralWidget(splitter)
    # Each in its place from the start: Qt styles all that a widget holds anew when it is moved.
    panel = PromptPanel(
        values, registry, actions, services.background, input_images, services.app_paths, splitter
    )
    gallery_view = GalleryView(pictures, thumbnails)
    column = GalleryColumn(gallery_view, actions, splitter)
    inspector = InspectorPanel(actions, thumbnails, splitter)
    for place, widget in enumerate((panel, column, inspector)):
        splitter.setCollapsible(place, False)
        splitter.setStretchFactor(place, 1 if widget is column else 0)
    return WindowViews(
        services=services,
        values=values,
        registry=registry,
        served_models=ServedModels(
            registry,
            services.servers,
            lambda: services.settings.values.servers,
            services.background,
            window,
        ),
        actions=actions,
        ui_state=UiState(services.state, services.background, window),
        input_images=input_images,
        thumbnails=thumbnails,
        pictures=pictures,
        toolbar=toolbar,
        panel=panel,
        gallery_view=gallery_view,
        column=column,
        inspector=inspector,
        splitter=splitter,
    )


def _build_controllers(window: QMainWindow, views: WindowViews) -> WindowParts:
    services, banners = views.services, views.column.banners
    background, view = services.background, views.gallery_view
    models_folder = services.app_paths.models
    gallery = GalleryController(
        services.session, services.pictures, views.pictures, views.thumbnails, background, window
    )
    inspecting = InspectorController(
        views.inspector,
        views.pictures,
        views.thumbnails,
        services.read,
        gallery.recipe_at,
        background,
        view.selected,
        window,
    )
    undo_stack = UndoStack(services.pictures, background, window)
    opener = ModelOpener(
        views.registry,
        lambda path: services.make_library().look_at(path),
        models_folder,
        services.add_model_folders,
        background,
        banners,
        window,
    )
    annotation_actions = AnnotationActions(
        view, gallery, services.pictures, undo_stack, background, window
    )
    drop_handler = DropHandler(
        views.values,
        views.registry,
        background,
        banners,
        services.read,
        PresetFolder(services.app_paths.presets),
        views.input_images,
        opener,
        these_file_promises(window),
        window,
    )
    generate_actions = GenerateActions(
        services.session,
        views.values,
        views.registry,
        services.output_folder,
        services.app_paths.wildcards,
        views.panel.model_row.units.confirmation.agreed,
        banners,
        window,
    )
    mask_actions = MaskActions(views.values, views.input_images, background, window)
    return WindowParts(
        **vars(views),
        gallery=gallery,
        inspector_controller=inspecting,
        generate_actions=generate_actions,
        live_actions=_live_drawing(window, views),
        picture_actions=PictureActions(view, gallery, inspecting, background, window),
        file_actions=FileActions(view, gallery, services.pictures, undo_stack, banners, window),
        annotation_actions=annotation_actions,
        album_actions=AlbumActions(
            view,
            gallery,
            views.column.header.source,
            undo_stack,
            views.ui_state,
            annotation_actions.add_to_album,
            window,
        ),
        view_actions=ViewActions(view, views.thumbnails, services.read, background, window),
        origin_actions=OriginActions(
            view, gallery, services.pictures, services.read, background, window
        ),
        filter_actions=FilterActions(
            gallery,
            view,
            views.column.header,
            views.toolbar.search,
            views.toolbar.tile_slider,
            services.settings,
            services.output_folder,
            window,
        ),
        export_actions=ExportActions(
            view, services.read, views.ui_state, background, banners, window
        ),
        upscale_actions=UpscaleActions(
            services.session, view, views.registry, views.ui_state, services.output_folder, window
        ),
        mask_actions=mask_actions,
        variation_actions=VariationActions(
            views.values,
            views.registry,
            mask_actions,
            generate_actions.generate,
            background,
            window,
        ),
        drop_handler=drop_handler,
        drop_target=DropTarget(window, views.panel, drop_handler),
        window_actions=WindowActions(
            window, views.panel, views.inspector, services, views.registry, views.ui_state
        ),
        model_actions=ModelActions(
            views.registry,
            views.values,
            services.session,
            background,
            models_folder,
            banners,
            window,
        ),
        models_controller=ModelsController(
            views.registry, services.downloads, background, models_folder, banners, window
        ),
        welcome=WelcomeController(
            views.column.set_card,
            lambda: services.settings.values.model_folders,
            views.registry,
            views.ui_state,
            background,
            window,
        ),
    )


def _live_drawing(window: QMainWindow, views: WindowViews) -> LiveActions:
    services, session = views.services, views.services.session
    controls = LiveControls(
        views.values,
        views.registry,
        services.app_paths,
        services.background,
        views.panel.model_row.units.confirmation.agreed,
    )
    keeper = LiveKeeper(
        session, services.background, services.app_paths.cache, services.output_folder, window
    )
    drawing = LiveDrawing(session.engines, session, services.output_folder, window)
    return LiveActions(drawing, session, controls, keeper, LivePane(views.actions), window)
