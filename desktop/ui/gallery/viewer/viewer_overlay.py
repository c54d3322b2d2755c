"""An overlay over the whole window that takes its keys before the window does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.imaging.picture_canvas import PictureCanvas

from .viewer_bar import ViewerBar

Keys = dict[int, Callable[[], object]]


class ViewerOverlay(QWidget):
    """A canvas and a bar.

    Signals: `closed()`; `stars_requested(int)`, by the keys 0 to 5.
    """

    closed = Signal()
    stars_requested = Signal(int)

    def __init__(self, window: QWidget, canvas: PictureCanvas) -> None:
        super().__init__(window)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        self._made_full = False
        self.canvas = canvas
        self.bar = ViewerBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(canvas, 1)
        self._column.addWidget(self.bar)
        self.keys: Keys = {
            Qt.Key.Key_Escape: self.close_layer,
            Qt.Key.Key_Return: self.close_layer,
            Qt.Key.Key_Enter: self.close_layer,
            Qt.Key.Key_Plus: canvas.zoom_in,
            Qt.Key.Key_Equal: canvas.zoom_in,
            Qt.Key.Key_Minus: canvas.zoom_out,
            Qt.Key.Key_Z: canvas.toggle,
            Qt.Key.Key_F: self.toggle_full_screen,
        }
        self.command_keys: Keys = {
            Qt.Key.Key_Plus: canvas.zoom_in,
            Qt.Key.Key_Equal: canvas.zoom_in,
            Qt.Key.Key_Minus: canvas.zoom_out,
            Qt.Key.Key_0: canvas.actual_size,
            Qt.Key.Key_9: canvas.fit,
        }
        """Keys with Cmd, as in Preview."""
        window.installEventFilter(self)
        self.hide()

    def insert_above_bar(self, widget: QWidget) -> None:
        """Insert `widget` between the canvas and the bar."""
        self._column.insertWidget(1, widget)

    def add_zoom_buttons(self) -> None:
        """Add buttons for zoom in, zoom out, the scale, full screen and close."""
        bar, canvas = self.bar, self.canvas
        bar.add_button("minus", self.tr("Zoom out (−)")).clicked.connect(canvas.zoom_out)
        percent = bar.add_text(self.tr("All of it, or 100% (Z)"), 60)
        percent.clicked.connect(canvas.toggle)
        bar.add_button("plus", self.tr("Zoom in (+)")).clicked.connect(canvas.zoom_in)
        canvas.zoomed.connect(lambda: percent.setText(f"{canvas.percent()}%"))
        bar.add_gap()
        full = bar.add_button("full-screen", self.tr("Full screen (F)"))
        full.clicked.connect(self.toggle_full_screen)
        bar.add_button("close", self.tr("Close (Esc)")).clicked.connect(self.close_layer)

    def open_layer(self) -> None:
        """Show the overlay over the window."""
        self.setGeometry(self._window.rect())
        self.canvas.zoom.fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_layer(self) -> None:
        """Close the overlay and return to the gallery."""
        if self._made_full and self._window.isFullScreen():
            self._leave_full_screen()
        self._made_full = False
        self.hide()
        self.closed.emit()

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""
        self._made_full = not self._window.isFullScreen()
        self._window.showFullScreen() if self._made_full else self._leave_full_screen()

    def _leave_full_screen(self) -> None:
        """Restore the previous window state, maximized or not."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowFullScreen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Take the overlay's keys before the window's shortcuts do."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._does(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do = self._does(event)
        if do is not None:
            do()

    def _does(self, event: QKeyEvent) -> Callable[[], object] | None:
        allowed = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        key, held = event.key(), event.modifiers() & ~allowed
        if held == Qt.KeyboardModifier.ControlModifier:
            return self.command_keys.get(key)
        if held:
            return None
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
            return lambda: self.stars_requested.emit(key - Qt.Key.Key_0)
        return self.keys.get(key)
