"""The main window: its frame, which is there at once, and the events that only a window gets."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from desktop import APP_NAME
from desktop.core.errors import EaselError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from .actions import Actions
    from .control_values import ControlValues
    from .drop import DroppedPictures
    from .export_actions import ExportActions
    from .file_actions import FileActions
    from .gallery.controller import GalleryController
    from .gallery.model import GalleryModel
    from .gallery.thumbnails import Thumbnails
    from .gallery.view import GalleryView
    from .gallery_actions import GalleryActions
    from .gallery_column import GalleryColumn
    from .generate_actions import GenerateActions
    from .inputs import Inputs
    from .inspector.controller import InspectorController
    from .inspector.panel import Inspector
    from .mark_actions import MarkActions
    from .mask.opening import MaskPainter
    from .model_actions import ModelActions
    from .model_shelf import ModelShelf
    from .models.controller import ModelsController
    from .parts import Parts
    from .picture_actions import PictureActions
    from .prompt_panel.panel import PromptPanel
    from .queue_panel import QueuePanel
    from .remember import Memory, StateStore
    from .toolbar import ToolBar
    from .upscale.actions import UpscaleActions
    from .view_actions import ViewActions
    from .window_actions import WindowActions

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

    parts: Parts
    values: ControlValues
    shelf: ModelShelf
    actions_: Actions
    memory: Memory
    inputs: Inputs
    masks: MaskPainter
    thumbnails: Thumbnails
    pictures: GalleryModel
    toolbar: ToolBar
    panel: PromptPanel
    gallery_view: GalleryView
    column: GalleryColumn
    inspector: Inspector
    splitter: QSplitter
    gallery: GalleryController
    look: InspectorController
    generating: GenerateActions
    picture_actions: PictureActions
    file_actions: FileActions
    mark_actions: MarkActions
    view_actions: ViewActions
    gallery_actions: GalleryActions
    export_actions: ExportActions
    upscaling: UpscaleActions
    dropped: DroppedPictures
    window_actions: WindowActions
    model_actions: ModelActions
    models: ModelsController

    def __init__(self, parts: Parts | None = None) -> None:
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
            self.restoreGeometry(QByteArray(base64.b64decode(text, validate=False)))

    def fill(self, parts: Parts) -> None:
        """Put the contents in; once."""
        from .composition import compose

        self.parts = parts
        compose(self, parts)
        self.setAcceptDrops(True)
        self.filled = True

    @property
    def queue_panel(self) -> QueuePanel:
        """The queue's panel, made when it is first wanted."""
        from .queue_panel import QueuePanel

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
        from .drop import can_take

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
