"""The mask editor: a layer over the window with the picture, the tools, Cancel and Done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.theme.theme import scaled_font

from .mask_canvas import MaskCanvas
from .mask_strokes import MaskStrokes
from .mask_toolbar import MaskToolbar


class MaskEditor(QWidget):
    """The mask editor's layer.

    Signals: `done(QImage, float)`, the mask (grayscale, white is regenerated; null if nothing is
    painted) and the feather.
    """

    done = Signal(object, float)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._focused_before: QWidget | None = None
        self.painting = MaskStrokes(self.size())
        self.setObjectName("maskEditor")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Mask editor"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas = MaskCanvas()
        self.tools = MaskToolbar()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.accept = QPushButton(self.tr("Use This Mask"))
        self.accept.setProperty("kind", "primary")
        for button in (self.cancel, self.accept):
            button.setAccessibleName(button.text())
        self._lay_out()
        self._connect()
        self.hide()

    def open_over(
        self, picture: QImage, mask: QImage, feather: float, kept: QRectF, across: float
    ) -> None:
        """Paint on `picture`, continuing with `mask` if it is not null.

        `kept` is the part of the picture (0..1 on each axis) that the new picture will show; the
        whole picture would be `across` of the new picture's pixels wide.
        """
        self.painting = MaskStrokes(picture.size(), mask)
        self.painting.changed.connect(self._show_history)
        self.canvas.open_picture(picture, self.painting, kept, across)
        self.tools.feather.set_value(feather)
        self.canvas.set_feather(feather)
        self.tools.brush_size.set_value(self.canvas.brush)
        self.tools.brush.setChecked(True)
        self._show_history()
        self._show_zoom()
        self.setGeometry(self._window.rect())
        self._window.installEventFilter(self)
        self._focused_before = self._window.focusWidget()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def finish(self) -> None:
        """Hand the mask over and close."""
        empty = self.painting.is_empty()
        image = QImage() if empty else self.painting.image.copy()
        feather = float(self.canvas.feather)
        self._close()
        self.done.emit(image, feather)

    def leave(self) -> None:
        """Cancel without changes; discard painted strokes only after the user confirms."""
        if not self.painting.can_undo:
            self._close()
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self.tr("Discard what you painted?"))
        box.setInformativeText(self.tr("The mask and the starting image stay as they were."))
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep Painting"), QMessageBox.ButtonRole.RejectRole)
        discard.clicked.connect(self._close)
        box.open()

    def _close(self) -> None:
        before = self._focused_before
        self._window.removeEventFilter(self)
        self.hide()
        self.canvas.close_picture()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Accept every key before the window's shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        work = self._work_of(event)
        if work is not None:
            work()
        event.accept()  # nothing below the layer is meant

    def _work_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.painting.undo
        if event.matches(QKeySequence.StandardKey.Redo):
            return self.painting.redo
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._zoom_of(event.key())
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Return: self.finish,
            Qt.Key.Key_Enter: self.finish,
            Qt.Key.Key_B: self.tools.brush.click,
            Qt.Key.Key_E: self.tools.eraser.click,
            Qt.Key.Key_I: self.painting.invert,
            Qt.Key.Key_Space: lambda: self.canvas.set_moving(True),
            Qt.Key.Key_BracketLeft: lambda: self._size_to(round(self.canvas.brush / 1.2)),
            Qt.Key.Key_BracketRight: lambda: self._size_to(round(self.canvas.brush * 1.2) + 1),
        }
        return keys.get(event.key())

    def _zoom_of(self, key: int) -> Callable[[], object] | None:
        return {
            Qt.Key.Key_Plus: self.canvas.zoom_in,
            Qt.Key.Key_Equal: self.canvas.zoom_in,
            Qt.Key.Key_Minus: self.canvas.zoom_out,
            Qt.Key.Key_0: self.canvas.fit,
        }.get(Qt.Key(key))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.canvas.set_moving(False)
        event.accept()

    def _size_to(self, width: int) -> None:
        self.canvas.set_brush(width)
        self.tools.brush_size.set_value(self.canvas.brush)

    def _connect(self) -> None:
        tools, canvas = self.tools, self.canvas
        tools.erasing_changed.connect(partial(setattr, canvas, "erasing"))
        tools.brush_size.value_changed.connect(canvas.set_brush)
        tools.feather.value_changed.connect(canvas.set_feather)
        canvas.brush_changed.connect(tools.brush_size.set_value)
        for name in ("undo", "redo", "invert", "clear"):
            getattr(tools, name).clicked.connect(
                lambda _=False, name=name: getattr(self.painting, name)()
            )
        tools.zoom_in.clicked.connect(canvas.zoom_in)
        tools.zoom_out.clicked.connect(canvas.zoom_out)
        tools.zoom_fit.clicked.connect(canvas.fit)
        canvas.zoomed.connect(self._show_zoom)
        self.cancel.clicked.connect(self.leave)
        self.accept.clicked.connect(self.finish)

    def _show_history(self) -> None:
        self.tools.undo.setEnabled(self.painting.can_undo)
        self.tools.redo.setEnabled(self.painting.can_redo)

    def _show_zoom(self) -> None:
        fitted = self.canvas.zoom.fitted
        self.tools.zoom_out.setEnabled(not fitted)
        self.tools.zoom_fit.setEnabled(not fitted)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Paint over the part to redraw"))
        title.setFont(scaled_font(title, 1.1, bold=True))
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 10)
        top.setSpacing(8)
        top.addWidget(title, 1)
        top.addWidget(self.cancel)
        top.addWidget(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.tools)
