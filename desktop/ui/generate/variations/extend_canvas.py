"""The picture in its extended frame, whose edges can be dragged outward."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.request import Margins
from desktop.ui.theme.theme import translucent

_EDGE, _REACH, _HANDLE = 14, 12, 8
_LEAST_SHARE = 0.25
"""Room beside the picture, as a fraction of its longer side, while nothing is extended."""


class ExtendCanvas(QWidget):
    """A picture with `margins` around it. Signals: `dragged(Margins)`, in the picture's pixels."""

    dragged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image, self._size = QImage(), QSize(1, 1)
        self.margins = Margins()
        self._held: frozenset[str] = frozenset()
        self._view = QRectF()
        """The visible rectangle of the picture's plane, in its pixels; fixed during a drag."""
        self.setMouseTracking(True)
        self.setMinimumSize(420, 280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The picture in its new frame"))

    def open_picture(self, image: QImage, size: QSize) -> None:
        """Show `image` in place of a picture of `size` pixels."""
        self._image, self._size = image, size
        self.show_margins(Margins())

    def show_margins(self, margins: Margins) -> None:
        """Show the frame with these margins, in the picture's pixels."""
        self.margins = margins
        if not self._held:
            self._view = self._whole()
        self.update()

    def frame(self) -> QRectF:
        """Return the extended frame, in widget coordinates."""
        return self._shown(self._outline())

    def _outline(self) -> QRectF:
        margins = self.margins
        size = QRectF(0, 0, self._size.width(), self._size.height())
        return size.adjusted(-margins.left, -margins.top, margins.right, margins.bottom)

    def _whole(self) -> QRectF:
        """Return the frame with room around it to drag its edges into."""
        more = _LEAST_SHARE * max(self._size.width(), self._size.height())
        return self._outline().adjusted(-more, -more, more, more)

    def _scale(self) -> float:
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        return max(
            1e-6, min(room.width() / self._view.width(), room.height() / self._view.height())
        )

    def _shown(self, part: QRectF) -> QRectF:
        scale, middle = self._scale(), QRectF(self.rect()).center()
        corner = middle + (part.topLeft() - self._view.center()) * scale
        return QRectF(corner, part.size() * scale)

    def _edges_at(self, spot: QPointF) -> frozenset[str]:
        """Return the frame's edges near `spot`; two of them at a corner."""
        frame = self.frame()
        if not frame.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(spot):
            return frozenset()
        places = {
            "left": spot.x() - frame.left(),
            "right": spot.x() - frame.right(),
            "top": spot.y() - frame.top(),
            "bottom": spot.y() - frame.bottom(),
        }
        return frozenset(edge for edge, away in places.items() if abs(away) <= _REACH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self._edges_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if not self._held:
            self.setCursor(_cursor(self._edges_at(spot)))
            return
        at = self._view.center() + (spot - QRectF(self.rect()).center()) / self._scale()
        beyond = {
            "left": -at.x(),
            "top": -at.y(),
            "right": at.x() - self._size.width(),
            "bottom": at.y() - self._size.height(),
        }
        changes = {edge: max(0, round(beyond[edge])) for edge in self._held}
        margins = msgspec.structs.replace(self.margins, **changes)
        if margins != self.margins:
            self.show_margins(margins)
            self.dragged.emit(margins)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = frozenset()
        self.show_margins(self.margins)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        palette, role = self.palette(), QPalette.ColorRole
        painter.fillRect(self.rect(), palette.color(role.AlternateBase))
        frame = self.frame()
        painter.fillRect(frame, translucent(palette.color(role.Accent), 0.16))
        picture = QRectF(0, 0, self._size.width(), self._size.height())
        if not self._image.isNull():
            painter.drawImage(self._shown(picture), self._image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(role.Accent), 2))
        painter.drawRect(frame)
        painter.setPen(QPen(palette.color(role.Accent), 1.5))
        painter.setBrush(QColor("white"))
        for spot in _handles(frame):
            painter.drawEllipse(spot, _HANDLE / 2, _HANDLE / 2)


def _handles(frame: QRectF) -> list[QPointF]:
    middle = frame.center()
    return [
        *(frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight()),
        *(QPointF(middle.x(), frame.top()), QPointF(middle.x(), frame.bottom())),
        *(QPointF(frame.left(), middle.y()), QPointF(frame.right(), middle.y())),
    ]


def _cursor(edges: frozenset[str]) -> Qt.CursorShape:
    if edges in (frozenset({"left", "top"}), frozenset({"right", "bottom"})):
        return Qt.CursorShape.SizeFDiagCursor
    if len(edges) > 1:
        return Qt.CursorShape.SizeBDiagCursor
    if edges & {"left", "right"}:
        return Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.SizeVerCursor if edges else Qt.CursorShape.ArrowCursor
