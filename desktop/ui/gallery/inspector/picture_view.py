"""The large picture, fitted to the width and at most 1.5 times as high."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.ui.imaging.picture_shapes import draw_rounded, fitted
from desktop.ui.theme.theme import translucent

RADIUS = 8.0
_ROLE = QPalette.ColorRole


class PictureView(QWidget):
    """A view of one picture or a stack.

    Signals: `double_clicked()`; `drag_wanted()`, a drag of the picture began;
    `menu_requested(QPoint)`, a global position.
    """

    double_clicked = Signal()
    drag_wanted = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._stack: list[QImage] = []
        self._pressed: QPoint | None = None
        self.setAccessibleName(self.tr("Picture"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def image(self) -> QImage:
        """The shown image."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show `image`; a null image leaves an empty frame."""
        same_shape = _proportion(image.size()) == _proportion(self._image.size())
        self._image, self._stack = image, []
        if not same_shape:
            self.updateGeometry()
        self.update()

    def show_stack(self, images: Sequence[QImage]) -> None:
        """Show up to three pictures as a stack, the first on top."""
        self.show_image(QImage())
        self._stack = [image for image in images[:3] if not image.isNull()]
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * min(1.5, _proportion(self._image.size())))

    def sizeHint(self) -> QSize:
        return QSize(268, self.heightForWidth(268))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        box = QRectF(self.rect())
        if self._stack:
            self._paint_stack(painter, box)
            return
        if self._image.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
            return
        draw_rounded(painter, fitted(QSizeF(self._image.size()), box), self._image, RADIUS)

    def _paint_stack(self, painter: QPainter, box: QRectF) -> None:
        side = min(box.width(), box.height()) * 0.78
        room = QRectF(-side / 2, -side / 2, side, side)
        for place, image in reversed(list(enumerate(self._stack))):
            painter.save()
            painter.translate(box.center())
            painter.rotate((0, 5, -5)[place])
            shape = fitted(QSizeF(image.size()), room)
            draw_rounded(painter, shape, image, RADIUS)
            painter.setPen(QPen(translucent(self.palette().color(_ROLE.WindowText), 0.2), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape, RADIUS, RADIUS)
            painter.restore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.double_clicked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._stack or not self._image.isNull():
            self.menu_requested.emit(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        distance = (event.position().toPoint() - self._pressed).manhattanLength()
        if distance >= QApplication.startDragDistance():
            self._pressed = None
            self.drag_wanted.emit()


def _proportion(size: QSize) -> float:
    return size.height() / size.width() if size.width() > 0 and size.height() > 0 else 1.0
