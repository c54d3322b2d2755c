"""Draw a well of the strip: a picture with its number and a cross, or the invitation to add."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.imaging.picture_shapes import draw_rounded, fitted
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font, translucent

SIDE, GAP, CLOSE = 60, 6, 18
_RADIUS = 6
_SHADE = QColor(0, 0, 0, 170)

ImageOf = Callable[[QModelIndex | QPersistentModelIndex], "QImage | None"]


class ReferenceDelegate(QStyledItemDelegate):
    """The delegate of the wells.

    `image_of` returns a well's picture: null while loading, None for the well that adds.
    """

    def __init__(self, image_of: ImageOf, view: QWidget) -> None:
        super().__init__(view)
        self._image_of, self._view = image_of, view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(SIDE + GAP, SIDE + GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        image = self._image_of(index)
        place = option.rect
        box = QRectF(place.left() + 1, place.top() + 1, SIDE - 2, SIDE - 2)
        state = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._frame(painter, box, lively=focused or hovered, empty=image is None)
        if image is None:
            self._icon(painter, "plus", box.center().x(), box.center().y(), 18)
        else:
            if not image.isNull():
                inner = box.adjusted(3, 3, -3, -3)
                draw_rounded(painter, fitted(QSizeF(image.size()), inner), image, 4)
            self._number(painter, box, index.row() + 1)
            if focused or hovered:
                self._cross(painter, close_box(place))
        painter.restore()

    def _frame(self, painter: QPainter, box: QRectF, *, lively: bool, empty: bool) -> None:
        palette, role = self._view.palette(), QPalette.ColorRole
        edge = palette.color(role.Accent if lively else role.Dark)
        line = Qt.PenStyle.DashLine if empty else Qt.PenStyle.SolidLine
        painter.setPen(QPen(edge, 2 if lively else 1, line))
        ground = palette.color(role.AlternateBase)
        painter.setBrush(translucent(palette.color(role.Accent), 0.1) if lively else ground)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)

    def _number(self, painter: QPainter, box: QRectF, number: int) -> None:
        painter.setFont(scaled_font(self._view, 0.8, bold=True))
        width = max(16.0, painter.fontMetrics().horizontalAdvance(str(number)) + 8.0)
        badge = QRectF(box.left() + 3, box.bottom() - 19, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawRoundedRect(badge, 8, 8)
        painter.setPen(QColor("white"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(number))

    def _cross(self, painter: QPainter, place: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawEllipse(QRectF(place).adjusted(1, 1, -1, -1))
        middle = QRectF(place).center()
        self._icon(painter, "close", middle.x(), middle.y(), 10, QColor("white"))

    def _icon(
        self,
        painter: QPainter,
        name: str,
        x: float,
        y: float,
        side: int,
        colour: QColor | None = None,
    ) -> None:
        colour = colour or self._view.palette().color(QPalette.ColorRole.WindowText)
        drawn = icons.pixmap(name, side, colour, self._view.devicePixelRatioF())
        painter.drawPixmap(round(x - side / 2), round(y - side / 2), drawn)


def close_box(place: QRect) -> QRect:
    """Return the rectangle of the cross in a well that occupies `place`."""
    return QRect(place.left() + SIDE - CLOSE - 2, place.top() + 2, CLOSE, CLOSE)
