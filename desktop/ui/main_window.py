"""The main window: composition only. What its parts do is in their own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter

from desktop import APP_NAME
from desktop.core.errors import EaselError

from .actions import Actions
from .banner import Banner
from .control_values import ControlValues
from .drop import DroppedPictures, dropped_file
from .edit_actions import EditActions
from .gallery.controller import GalleryController
from .gallery.model import GalleryModel
from .gallery.thumbnails import Thumbnails
from .gallery.view import SIDE, GalleryView
from .gallery_column import GalleryColumn
from .generate_actions import GenerateActions
from .inspector.controller import InspectorController
from .inspector.panel import WIDTH as INSPECTOR_WIDTH
from .inspector.panel import Inspector
from .model_shelf import ModelShelf
from .parts import Parts
from .picture_actions import PictureActions
from .prompt_panel.panel import WIDTH as PANEL_WIDTH
from .prompt_panel.panel import PromptPanel
from .remember import Memory
from .toolbar import ToolBar
from .window_actions import WindowActions

if TYPE_CHECKING:
    from .queue_panel import QueuePanel

DEFAULT_SIZE = QSize(1120, 670)
MINIMUM_SIZE = QSize(880, 560)
_AFTER_SHOWN_MS = 10


class MainWindow(QMainWindow):
    """Signals: `closing()`, emitted once when the window is closed."""

    closing = Signal()

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self.setWindowTitle(APP_NAME)
        self.setAcceptDrops(True)
        self.setMinimumSize(MINIMUM_SIZE)
        self.setUnifiedTitleAndToolBarOnMac(True)
        self.values = ControlValues(self)
        self.shelf = ModelShelf(parts.make_library, parts.background, self)
        self.actions_ = Actions(self)
        self.memory = Memory(parts.state, parts.background, self)
        self._build_views()
        self._build_controllers()
        self._connect()
        self._restore()

    def _build_views(self) -> None:
        parts = self.parts
        self.thumbnails = Thumbnails(parts.load_thumbnail, self)
        self.pictures = GalleryModel(self)
        self.toolbar = ToolBar(self.actions_)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.toolbar)
        self.panel = PromptPanel(self.values, self.shelf, self.actions_, parts.background)
        self.gallery_view = GalleryView(self.pictures, self.thumbnails)
        self.column = GalleryColumn(self.gallery_view)
        self.inspector = Inspector(self.actions_)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        for place, widget in enumerate((self.panel, self.column, self.inspector)):
            self.splitter.addWidget(widget)
            self.splitter.setCollapsible(place, False)
            self.splitter.setStretchFactor(place, 1 if widget is self.column else 0)
        self.setCentralWidget(self.splitter)
        self._queue_panel: QueuePanel | None = None

    def _build_controllers(self) -> None:
        parts, banners = self.parts, self.column.banners
        self.gallery = GalleryController(
            parts.session, parts.pictures, self.pictures, self.thumbnails, parts.background, self
        )
        self.look = InspectorController(
            self.inspector, self.pictures, self.thumbnails, parts.read, parts.background, self
        )
        self.generating = GenerateActions(
            parts.session, self.values, self.shelf, parts.output_folder, banners, self
        )
        self.picture_actions = PictureActions(
            self.gallery_view, self.gallery, self.look, parts.background, banners, self
        )
        self.dropped = DroppedPictures(
            self.values, self.shelf, parts.background, banners, parts.read, self
        )
        self.window_actions = WindowActions(self)

    def _connect(self) -> None:
        actions = self.actions_
        self.generating.connect_actions(actions)
        self.generating.connect_views(self.panel.bar, self.toolbar)
        self.picture_actions.connect_actions(actions, self.values, self.shelf)
        EditActions(
            actions,
            {
                "copy": self.picture_actions.copy,
                "select_all": self.gallery_view.selectAll,
                "undo": self.picture_actions.undo_trash,
                "paste": self.dropped.paste,
            },
            self,
        )
        self.window_actions.connect_actions(actions)
        self.gallery_view.current_changed.connect(self.look.show_path)
        self.gallery.preview_changed.connect(self.look.show_running)
        self.gallery.ended.connect(self.look.show_running)
        self.gallery.arrived.connect(self.window_actions.follow_new_picture)
        self.gallery.counted.connect(self.window_actions.show_count)
        self.inspector.use_requested.connect(self.picture_actions.use)
        self.inspector.picture.double_clicked.connect(self.picture_actions.quick_look)
        self.inspector.picture.drag_wanted.connect(
            lambda: self.gallery_view.startDrag(Qt.DropAction.CopyAction)
        )
        self.column.empty.example_chosen.connect(self.window_actions.draw_example)
        self.panel.model_row.manage_requested.connect(actions["model_folders"].trigger)
        for source in (self.gallery, self.picture_actions, self.memory):
            source.failed.connect(self.generating.show_error)

    @property
    def queue_panel(self) -> QueuePanel:
        """The queue's panel, made when it is first wanted."""
        from .queue_panel import QueuePanel

        if self._queue_panel is None:
            self._queue_panel = QueuePanel(self)
            self.generating.connect_queue(self._queue_panel)
        return self._queue_panel

    def _restore(self) -> None:
        """Take up where the window was left, then look for models and pictures."""
        parts, memory = self.parts, self.memory
        self.values.recall(memory.mapping("controls"))
        self.panel.model_row.default_model = parts.settings.values.default_model
        self.panel.set_open_groups(memory.mapping("groups"))
        if not self.restoreGeometry(memory.bytes_of("geometry")):
            self.resize(DEFAULT_SIZE)
        if not self.splitter.restoreState(memory.bytes_of("splitter")):
            middle = self.width() - PANEL_WIDTH - INSPECTOR_WIDTH - 2
            self.splitter.setSizes([PANEL_WIDTH, middle, INSPECTOR_WIDTH])
        self.window_actions.restore_view(
            side=memory.number("tile_side", SIDE),
            sort=memory.text("sort", "newest"),
            sidebar=memory.flag("sidebar", True),
            inspector=memory.flag("inspector", True),
        )
        memory.watch(self.values)
        if parts.read_only:
            self.panel.bar.block(parts.read_only)
            for name in ("generate", "generate_first"):
                self.actions_[name].setEnabled(False)
            self.column.banners.add(Banner(parts.read_only, closable=False))
        for notice in (parts.settings.notice, parts.session.notice):
            if notice:
                self.column.banners.add(Banner(notice, icon="warning"))
        self.panel.prompts.prompt.setFocus()
        self.generating.offer_restored()
        QTimer.singleShot(_AFTER_SHOWN_MS, self, self._look_around)

    def _look_around(self) -> None:
        """What can wait until the window is seen: the menu bar's menus, models, pictures."""
        self.actions_.fill_menu_bar(self)
        self.shelf.refresh()
        self.gallery.refresh()

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
        self.remember()
        self.thumbnails.shutdown()
        super().closeEvent(event)
        self.closing.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None and dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.dropped.offer(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._queue_panel is not None and self._queue_panel.isVisible():
            self._queue_panel.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.window_actions.show_full_screen_state()
