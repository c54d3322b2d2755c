"""A zoomable picture that is never smaller than the available room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.imaging.zoom import Zoom
from desktop.ui.imaging.zoomable import STEP, Zoomable

_MARGIN = 16


class ZoomablePicture(Zoomable):
    """A base class that shows `_picture`; unmodified wheel events are left to the subclass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()

    def shape(self) -> QRectF:
        """Return the rectangle of the whole picture, which may extend beyond the visible part."""
        return self.zoom.place(self.picture_size(), self.room(), self.devicePixelRatioF())

    def picture_size(self) -> QSizeF:
        return QSizeF(self._picture.size())

    def room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def zoom_to(self, scale: float, at: QPointF) -> None:
        whole = Zoom().scale_of(self.picture_size(), self.room(), self.devicePixelRatioF())
        if scale <= whole * 1.001:
            self.fit()
        else:
            super().zoom_to(scale, at)

    def toggle_at(self, spot: QPointF) -> None:
        if self.zoom.fitted:
            self.zoom_by(2.0, spot)
        else:
            self.fit()

    def wheel_zooms(self, event: QWheelEvent) -> bool:
        """Zoom (with Cmd) or pan (two fingers on a trackpad); return False for other events."""
        fine = event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
            return True
        if not fine.isNull() and not self.zoom.fitted:
            self.pan(QPointF(fine))
            return True
        return False
