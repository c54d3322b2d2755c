"""A base class for zoomable content: pinch, buttons, steps and panning."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QWidget

from .zoom import Zoom

STEP = 1.25


class Zoomable(QWidget):
    """A zoomable widget; subclasses define `picture_size()` and `room()`.

    Signals: `zoomed()`, the scale changed.
    """

    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = Zoom()

    def picture_size(self) -> QSizeF:
        """Return the picture's size in its own pixels; empty for none."""
        raise NotImplementedError

    def room(self) -> QRectF:
        """Return the area for the picture, in widget coordinates."""
        return QRectF(self.rect())

    def zoom_in(self) -> None:
        """Zoom in a step, around the center."""
        self.zoom_by(STEP, self.room().center())

    def zoom_out(self) -> None:
        """Zoom out a step, around the center."""
        self.zoom_by(1 / STEP, self.room().center())

    def fit(self) -> None:
        """Fit the whole picture."""
        self.zoom.fit()
        self._changed()

    def toggle_at(self, spot: QPointF) -> None:
        """Toggle between fitted and 100% around `spot`."""
        if self.zoom.fitted:
            self.zoom_to(1.0, spot)
        else:
            self.fit()

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Multiply the scale by `factor`, keeping the point `at` in place."""
        if not self.picture_size().isEmpty():
            now = self.zoom.scale_of(self.picture_size(), self.room(), self.devicePixelRatioF())
            self.zoom_to(now * factor, at)

    def zoom_to(self, scale: float, at: QPointF) -> None:
        """Set the scale (screen pixels per image pixel), keeping the point `at` in place."""
        if not self.picture_size().isEmpty():
            ratio = self.devicePixelRatioF()
            self.zoom.zoom_to(scale, at, self.picture_size(), self.room(), ratio)
            self._changed()

    def pan(self, by: QPointF) -> None:
        """Move the content by `by` device-independent pixels."""
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
