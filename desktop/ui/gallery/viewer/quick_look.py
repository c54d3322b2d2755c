"""Quick Look: one picture as large as the window allows; Space or Escape closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.imaging.picture_shapes import draw_rounded, fitted
from desktop.ui.theme.theme import scaled_font


class QuickLook(QWidget):
    """A layer over the window. Signals: `step_requested(int)`, another picture; `closed()`."""

    step_requested = Signal(int)
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Quick Look"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window = window
        self._image = QImage()
        self._caption = ""
        self.hide()

    def open_over(self, image: QImage, caption: str) -> None:
        """Show `image` over the whole window."""
        self._image, self._caption = image, caption
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.update()

    def close_layer(self) -> None:
        """Go back to the gallery."""
        self.hide()
        self._image = QImage()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Take all keys before the window's shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return):
            self.close_layer()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.step_requested.emit(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.step_requested.emit(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_layer()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(self.rect(), QColor(12, 12, 14, 225))
        box = QRectF(self.rect()).adjusted(32, 32, -32, -56)
        if not self._image.isNull():
            draw_rounded(painter, fitted(QSizeF(self._image.size()), box), self._image, 10)
        painter.setFont(scaled_font(self, 1.0))
        painter.setPen(QColor(255, 255, 255, 220))
        line = self.rect().adjusted(32, 0, -32, -16)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        text = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, flags, text)
