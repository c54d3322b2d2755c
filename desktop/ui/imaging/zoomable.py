"""What can be looked at more closely: pinch, buttons and steps enlarge it, and it can be moved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QWidget

from .zoom import Zoom

STEP = 1.25


class Zoomable(QWidget):
    """Subclasses say what is looked at: `picture_size()` and `room()`.

    Signals: `zoomed()`, the scale is another.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = Zoom()

    def picture_size(self) -> QSizeF:
        """The picture's size in its own pixels; empty where there is none."""
        raise NotImplementedError

    def room(self) -> QRectF:
        """Where a picture may lie."""
        return QRectF(self.rect())

    def zoom_in(self) -> None:
        """A step nearer, to the middle."""
        self.zoom_by(STEP, self.room().center())

    def zoom_out(self) -> None:
        """A step away."""
        self.zoom_by(1 / STEP, self.room().center())

    def fit(self) -> None:
        """Show all of it."""
        self.zoom.fit()
        self._changed()

    def toggle_at(self, spot: QPointF) -> None:
        """From all of it to 100% around a point, and back."""
        if self.zoom.fitted:
            self.zoom_to(1.0, spot)
        else:
            self.fit()

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Enlarge what is shown; the point `at` stays where it is."""
        if not self.picture_size().isEmpty():
            now = self.zoom.scale_of(self.picture_size(), self.room(), self.devicePixelRatioF())
            self.zoom_to(now * factor, at)

    def zoom_to(self, scale: float, at: QPointF) -> None:
        """Show it at `scale`; the point `at` stays where it is."""
        if not self.picture_size().isEmpty():
            ratio = self.devicePixelRatioF()
            self.zoom.zoom_to(scale, at, self.picture_size(), self.room(), ratio)
            self._changed()

    def pan(self, by: QPointF) -> None:
        """Move what is shown by so many points."""
        self.zoom.pan(by, self.picture_size(), self.room(), self.devicePixelRatioF())
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
                return True
            if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
                self.toggle_at(event.position())
                return True
        return super().event(event)

    def _changed(self) -> None:
        self.update()
        self.zoomed.emit()
