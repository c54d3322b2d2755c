"""The main window: its frame, which is there at once, and the events that only a window gets."""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from desktop import APP_NAME
from desktop.core.errors import EaselError

if TYPE_CHECKING:
    from desktop.ui.state.ui_state import StateStore

    from .window_parts import WindowParts

DEFAULT_SIZE = QSize(1120, 670)
MINIMUM_SIZE = QSize(880, 560)


class MainWindow(QMainWindow):
    """The frame stands at once; `fill` puts everything into it.

    Importing and building the contents takes longer than all of Qt: so the app shows the frame
    where the window was left, and fills it with what `compose` makes after `painted`.

    Signals: `closing()`, emitted once when the window is closed; `painted()`, emitted once.
    """

    closing = Signal()
    painted = Signal()

    parts: WindowParts
    """There after `fill`."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = False
        self._seen = False
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self.setUnifiedTitleAndToolBarOnMac(True)

    def take_place(self, state: StateStore) -> None:
        """Stand where the window was left, if that is known."""
        text = state.get("geometry")
        if isinstance(text, str):
            with suppress(ValueError):  # edited or damaged: it stands where it would at first
                self.restoreGeometry(QByteArray(base64.b64decode(text, validate=False)))

    def fill(self, parts: WindowParts) -> None:
        """Put the contents in; once."""
        self.parts = parts
        self.setAcceptDrops(True)
        parts.drop_handler.welcome(self)
        self.filled = True

    def show_picture(self, path: str) -> None:
        """Come to the front and choose the picture at `path`, "" for none."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.parts.gallery_view.select_path(path)

    def remember(self) -> None:
        """Keep the window's state for the next start."""
        parts, state = self.parts, self.parts.ui_state
        state.keep_bytes("geometry", self.saveGeometry())
        state.keep_bytes("splitter", parts.splitter.saveState())
        state.keep("controls", parts.values.remembered())
        state.keep("groups", parts.panel.open_groups())
        state.keep("tile_side", parts.gallery_view.tile_side)
        state.keep("sort", parts.gallery.query.sort)
        state.keep("sidebar", not parts.panel.isHidden())
        state.keep("inspector", not parts.inspector.isHidden())
        try:
            state.save_now()
        except EaselError:
            return  # only geometry is lost, and nobody is left to read a banner

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.filled:
            self.remember()
            self.parts.thumbnails.shutdown()
            self.parts.models_controller.end()
            self.parts.registry.hash_search.stop()
        super().closeEvent(event)
        self.closing.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None and self.parts.drop_handler.can_drop(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.parts.drop_handler.drop(event.mimeData())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.filled and event.type() == QEvent.Type.WindowStateChange:
            self.parts.window_actions.show_full_screen_state()
