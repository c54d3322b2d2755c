"""A strip of thumbnails from origin to outcome, navigated by click or arrow key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.imaging.picture_shapes import draw_rounded, fitted
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.theme import icons

from .picture_chain import PictureChain

SIDE, _GAP, _ARROW = 52, 4, 18
_PATH, _BEGINS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_RADIUS = 5.0
_GOING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChainStrip(QListWidget):
    """A view of a `PictureChain`; the current picture has a ring.

    Signals: `wanted(str)`, go to the picture at that path.
    """

    wanted = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chain")
        self._chain = PictureChain("", ())
        self.setAccessibleName(self.tr("Origin and results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFixedHeight(SIDE + _GAP)
        self.setItemDelegate(_ChainDelegate(thumbnails, self))
        self.itemClicked.connect(self._go)
        thumbnails.ready.connect(lambda: self.viewport().update())
        self.hide()

    @property
    def path(self) -> str:
        """The path of the current picture."""
        return self._chain.path

    @property
    def paths(self) -> list[str]:
        """All pictures of the chain, in display order."""
        return [path for generation in self._chain.generations for path in generation]

    def show_chain(self, chain: PictureChain) -> None:
        """Show the chain; nothing for a picture without relatives."""
        self.setVisible(not chain.is_single)
        if chain == self._chain:
            return
        self._chain = chain
        self.clear()
        place = next((n for n, one in enumerate(chain.generations) if chain.path in one), 0)
        for number, generation in enumerate(chain.generations):
            for path in generation:
                begins = number > 0 and path == generation[0]
                self._add(path, number - place, begins=begins)
                if path == chain.path:
                    self.setCurrentRow(self.count() - 1)
        self.scrollToItem(self.currentItem(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _add(self, path: str, away: int, *, begins: bool) -> None:
        words = self.tr("This picture")
        if away:
            words = self.tr("Made from {name}") if away < 0 else self.tr("Made of it: {name}")
        item = QListWidgetItem()
        item.setData(_PATH, path)
        item.setData(_BEGINS, begins)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words.format(name=Path(path).name))
        item.setToolTip(words.format(name=Path(path).name))
        item.setSizeHint(QSize(SIDE + _GAP + (_ARROW if begins else 0), SIDE + _GAP))
        self.addItem(item)

    def _go(self, item: QListWidgetItem | None) -> None:
        path = item.data(_PATH) if item is not None else ""
        if path and path != self._chain.path:
            self.wanted.emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _GOING and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._go(self.currentItem())
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the strip on horizontal wheel movement only; else let the column scroll."""
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()


class _ChainDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, strip: ChainStrip) -> None:
        super().__init__(strip)
        self._thumbnails, self._strip = thumbnails, strip

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        path, place = str(index.data(_PATH)), option.rect
        box = QRectF(place.right() - SIDE - 1, place.top() + _GAP / 2, SIDE, SIDE)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if index.data(_BEGINS):
            self._paint_arrow(painter, box)
        shown = self._paint_picture(painter, box.adjusted(4, 4, -4, -4), path)
        self._paint_ring(painter, shown.adjusted(-2.5, -2.5, 2.5, 2.5), option, path)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, box: QRectF) -> None:
        colour = self._strip.palette().color(QPalette.ColorRole.PlaceholderText)
        drawn = icons.pixmap("chevron-right", 14, colour, self._strip.devicePixelRatioF())
        painter.drawPixmap(round(box.left()) - _ARROW + 1, round(box.center().y()) - 7, drawn)

    def _paint_picture(self, painter: QPainter, room: QRectF, path: str) -> QRectF:
        image = self._thumbnails.get(path, 2 * SIDE)
        image = self._thumbnails.stand_in(path) if image is None else image
        if image is not None and not image.isNull():
            shape = fitted(QSizeF(image.size()), room)
            draw_rounded(painter, shape, image, _RADIUS)
            return shape
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._strip.palette().color(QPalette.ColorRole.Midlight))
        painter.drawRoundedRect(room, _RADIUS, _RADIUS)
        return room

    def _paint_ring(
        self, painter: QPainter, shape: QRectF, option: QStyleOptionViewItem, path: str
    ) -> None:
        role, state = QPalette.ColorRole, option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and self._strip.hasFocus()
        if not (focused or path == self._strip.path or state & QStyle.StateFlag.State_MouseOver):
            return
        lively = focused or path == self._strip.path
        colour = self._strip.palette().color(role.Accent if lively else role.PlaceholderText)
        dashed = focused and path != self._strip.path
        line = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2, line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(shape, _RADIUS + 2, _RADIUS + 2)
