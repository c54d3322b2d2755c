"""The main window: its frame, available at once, and the events that only a window gets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow

from desktop import APP_NAME
from desktop.core.errors import EaselError

if TYPE_CHECKING:
    from desktop.ui.state.ui_state import StateStore

    from .window_parts import WindowParts

DEFAULT_SIZE = QSize(1120, 670)
MINIMUM_SIZE = QSize(880, 520)
_FRAME = QSize(8, 40)


def first_size(room: QSize) -> QSize:
    """Return the first window's size for a screen with `room` (menu bar and Dock left out).

    The size leaves space for the frame that the system draws around it.
    """
    return DEFAULT_SIZE.boundedTo(room - _FRAME).expandedTo(MINIMUM_SIZE).boundedTo(room)


class MainWindow(QMainWindow):
    """The main window: the frame appears at once; `fill` adds the contents.

    Importing and building the contents takes longer than all of Qt: so the app shows the frame at
    its last position, and fills it with the result of `compose` after `painted`.

    Signals: `closing()`, emitted once when the window is closed; `painted()`, emitted once.
    """

    closing = Signal()
    painted = Signal()

    parts: WindowParts
    """Set by `fill`."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = False
        self._seen = False
        self.may_close: Callable[[], bool] = lambda: True
        """Called to ask whether the window may close."""
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self.setUnifiedTitleAndToolBarOnMac(True)

    def take_place(self, state: StateStore) -> None:
        """Restore the window's last geometry; the first time, use as much of the screen as fits."""
        text = state.get("geometry")
        restored = False
        if isinstance(text, str):
            with suppress(ValueError):  # edited or damaged: it stands where it would at first
                restored = self.restoreGeometry(QByteArray(base64.b64decode(text, validate=False)))
        if not restored:
            self.resize(first_size(self.screen().availableSize()))

    def fill(self, parts: WindowParts) -> None:
        """Add the contents; call only once."""
        self.parts = parts
        self.setAcceptDrops(True)
        parts.drop_handler.welcome(self)
        self.filled = True

    def show_picture(self, path: str) -> None:
        """Raise the window and choose the picture at `path`, "" for none."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.parts.gallery_view.select_path(path)

    def remember(self) -> None:
        """Save the window's state for the next start."""
        from .panel_widths import keep_widths

        parts, state = self.parts, self.parts.ui_state
        state.keep_bytes("geometry", self.saveGeometry())
        keep_widths(state, parts.splitter)
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
        if not self.may_close():
            event.ignore()
            return
        if self.filled:
            self.parts.live_actions.end()
            self.remember()
            self.parts.thumbnails.shutdown()
            self.parts.models_controller.end()
            self.parts.registry.hash_search.end()
        super().closeEvent(event)
        self.closing.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.parts.drop_target.drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.parts.drop_target.drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.parts.drop_target.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.parts.drop_target.drop(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.filled and event.type() == QEvent.Type.WindowStateChange:
            self.parts.window_actions.show_full_screen_state()
