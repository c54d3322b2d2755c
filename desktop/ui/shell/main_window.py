"""The main window: its frame, which is there at once, and the events that only a window gets."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from desktop import APP_NAME
from desktop.core.errors import EaselError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from desktop.ui.gallery.annotation_actions import AnnotationActions
    from desktop.ui.gallery.export.export_actions import ExportActions
    from desktop.ui.gallery.file_actions import FileActions
    from desktop.ui.gallery.filters.filter_actions import GalleryActions
    from desktop.ui.gallery.gallery_controller import GalleryController
    from desktop.ui.gallery.inspector.inspector_controller import InspectorController
    from desktop.ui.gallery.inspector.inspector_panel import InspectorPanel
    from desktop.ui.gallery.list.gallery_model import GalleryModel
    from desktop.ui.gallery.list.gallery_view import GalleryView
    from desktop.ui.gallery.picture_actions import PictureActions
    from desktop.ui.gallery.upscale.upscale_actions import UpscaleActions
    from desktop.ui.gallery.viewer.view_actions import ViewActions
    from desktop.ui.generate.generate_actions import GenerateActions
    from desktop.ui.generate.mask.mask_actions import MaskActions
    from desktop.ui.generate.panel.prompt_panel import PromptPanel
    from desktop.ui.generate.queue_panel import QueuePanel
    from desktop.ui.imaging.input_images import InputImageStore
    from desktop.ui.imaging.thumbnails import Thumbnails
    from desktop.ui.menus.actions import Actions
    from desktop.ui.model_list.model_registry import ModelRegistry
    from desktop.ui.models.model_actions import ModelActions
    from desktop.ui.models.models_controller import ModelsController
    from desktop.ui.state.control_values import ControlValues
    from desktop.ui.state.ui_state import StateStore, UiState

    from .drop_handler import DropHandler
    from .gallery_column import GalleryColumn
    from .toolbar import ToolBar
    from .window_actions import WindowActions
    from .window_services import WindowServices

DEFAULT_SIZE = QSize(1120, 670)
MINIMUM_SIZE = QSize(880, 560)


class MainWindow(QMainWindow):
    """The frame stands at once; `fill` puts everything into it (`composition.compose`).

    Importing and building the contents takes longer than all of Qt: so the app shows the frame
    where the window was left, and fills it after `painted`. With `parts` it is filled at once.

    Signals: `closing()`, emitted once when the window is closed; `painted()`, emitted once.
    """

    closing = Signal()
    painted = Signal()

    parts: WindowServices
    values: ControlValues
    shelf: ModelRegistry
    actions_: Actions
    memory: UiState
    inputs: InputImageStore
    masks: MaskActions
    thumbnails: Thumbnails
    pictures: GalleryModel
    toolbar: ToolBar
    panel: PromptPanel
    gallery_view: GalleryView
    column: GalleryColumn
    inspector: InspectorPanel
    splitter: QSplitter
    gallery: GalleryController
    look: InspectorController
    generating: GenerateActions
    picture_actions: PictureActions
    file_actions: FileActions
    mark_actions: AnnotationActions
    view_actions: ViewActions
    gallery_actions: GalleryActions
    export_actions: ExportActions
    upscaling: UpscaleActions
    dropped: DropHandler
    window_actions: WindowActions
    model_actions: ModelActions
    models: ModelsController

    def __init__(self, parts: WindowServices | None = None) -> None:
        super().__init__()
        self.filled = False
        self._seen = False
        self._queue_panel: QueuePanel | None = None
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self.setUnifiedTitleAndToolBarOnMac(True)
        if parts is not None:
            self.take_place(parts.state)
            self.fill(parts)

    def take_place(self, state: StateStore) -> None:
        """Stand where the window was left, if that is known."""
        text = state.get("geometry")
        if isinstance(text, str):
            with suppress(ValueError):  # edited or damaged: it stands where it would at first
                self.restoreGeometry(QByteArray(base64.b64decode(text, validate=False)))

    def fill(self, parts: WindowServices) -> None:
        """Put the contents in; once."""
        from .compose import compose

        self.parts = parts
        compose(self, parts)
        self.setAcceptDrops(True)
        self.filled = True

    @property
    def queue_panel(self) -> QueuePanel:
        """The queue's panel, made when it is first wanted."""
        from desktop.ui.generate.queue_panel import QueuePanel

        if self._queue_panel is None:
            self._queue_panel = QueuePanel(self)
            self.generating.connect_queue(self._queue_panel)
        return self._queue_panel

    def show_picture(self, path: str) -> None:
        """Come to the front and choose the picture at `path`, "" for none."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.gallery_view.select_path(path)

    def remember(self) -> None:
        """Keep the window's state for the next start."""
        memory = self.memory
        memory.keep_bytes("geometry", self.saveGeometry())
        memory.keep_bytes("splitter", self.splitter.saveState())
        memory.keep("controls", self.values.remembered())
        memory.keep("groups", self.panel.open_groups())
        memory.keep("tile_side", self.gallery_view.tile_side)
        memory.keep("sort", self.gallery.query.sort)
        memory.keep("sidebar", not self.panel.isHidden())
        memory.keep("inspector", not self.inspector.isHidden())
        try:
            memory.save_now()
        except EaselError:
            return  # only geometry is lost, and nobody is left to read a banner

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.filled:
            self.remember()
            self.thumbnails.shutdown()
        super().closeEvent(event)
        self.closing.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from .drop_handler import can_take

        if event.source() is None and can_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.take(event.mimeData())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._queue_panel is not None and self._queue_panel.isVisible():
            self._queue_panel.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.filled and event.type() == QEvent.Type.WindowStateChange:
            self.window_actions.show_full_screen_state()
