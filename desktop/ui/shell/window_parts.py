"""The window's views and controllers, made by `compose` and never replaced."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QSplitter

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
from desktop.ui.gallery.upscale.upscale_actions import UpscaleActions
from desktop.ui.gallery.viewer.view_actions import ViewActions
from desktop.ui.generate.generate_actions import GenerateActions
from desktop.ui.generate.live.live_actions import LiveActions
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
from desktop.ui.state.control_values import ControlValues
from desktop.ui.state.ui_state import UiState

from .actions.window_actions import WindowActions
from .drop_handler import DropHandler
from .drop_target import DropTarget
from .gallery_column import GalleryColumn
from .toolbar import ToolBar
from .window_services import WindowServices


@dataclass(frozen=True, kw_only=True)
class WindowViews:
    """The window's widgets, and the state that they show."""

    services: WindowServices
    values: ControlValues
    registry: ModelRegistry
    served_models: ServedModels
    actions: Actions
    ui_state: UiState
    input_images: InputImageStore
    thumbnails: Thumbnails
    pictures: GalleryModel
    toolbar: ToolBar
    panel: PromptPanel
    gallery_view: GalleryView
    column: GalleryColumn
    inspector: InspectorPanel
    splitter: QSplitter


@dataclass(frozen=True, kw_only=True)
class WindowParts(WindowViews):
    """The views, and the controllers that drive them."""

    gallery: GalleryController
    inspector_controller: InspectorController
    generate_actions: GenerateActions
    live_actions: LiveActions
    picture_actions: PictureActions
    file_actions: FileActions
    annotation_actions: AnnotationActions
    album_actions: AlbumActions
    view_actions: ViewActions
    origin_actions: OriginActions
    filter_actions: FilterActions
    export_actions: ExportActions
    upscale_actions: UpscaleActions
    mask_actions: MaskActions
    variation_actions: VariationActions
    drop_handler: DropHandler
    drop_target: DropTarget
    window_actions: WindowActions
    model_actions: ModelActions
    models_controller: ModelsController
    welcome: WelcomeController
