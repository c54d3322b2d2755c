"""A picture that can be looked at more closely, by pinch, wheel and buttons, and be moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.viewer.zoom import Zoom

STEP = 1.25
_MARGIN = 16


class ZoomingPicture(QWidget):
    """Never smaller than the room it has. Signals: `zoomed()`, the scale changed."""

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = Zoom()
        self._picture = QImage()

    def shape(self) -> QRectF:
        """Where the whole picture stands, which may be more than is seen."""
        return self.zoom.place(self._size(), self._room(), self.devicePixelRatioF())

    def zoom_in(self) -> None:
        """A step nearer, to the middle."""
        self.zoom_by(STEP, self._room().center())

    def zoom_out(self) -> None:
        """A step away."""
        self.zoom_by(1 / STEP, self._room().center())

    def fit(self) -> None:
        """Show all of it."""
        self.zoom.fit()
        self._changed()

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Enlarge what is shown; the point `at` stays where it is."""
        if self._picture.isNull():
            return
        picture, room, ratio = self._size(), self._room(), self.devicePixelRatioF()
        whole = Zoom().scale_of(picture, room, ratio)
        wanted = self.zoom.scale_of(picture, room, ratio) * factor
        if wanted <= whole * 1.001:
            self.zoom.fit()
        else:
            self.zoom.zoom_to(wanted, at, picture, room, ratio)
        self._changed()

    def pan(self, by: QPointF) -> None:
        """Move what is shown by so many points."""
        self.zoom.pan(by, self._size(), self._room(), self.devicePixelRatioF())
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
                return True
            if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
                self.zoom_by(2.0, event.position()) if self.zoom.fitted else self.fit()
                return True
        return super().event(event)

    def wheel_zooms(self, event: QWheelEvent) -> bool:
        """Zoom (with Cmd) or move (two fingers on a trackpad); False where it meant neither."""
        fine = event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
            return True
        if not fine.isNull() and not self.zoom.fitted:
            self.pan(QPointF(fine))
            return True
        return False

    def _changed(self) -> None:
        self.update()
        self.zoomed.emit()

    def _size(self) -> QSizeF:
        return QSizeF(self._picture.size())

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
