"""The gallery's list view: tiles that fill the width, keys, drag out, context menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop.ui.imaging.picture_drag import PictureMime, drag_pixmap, hot_spot
from desktop.ui.imaging.thumbnails import Thumbnails

from .gallery_model import GalleryModel
from .picture_list import PictureList
from .selection_keeper import SelectionKeeper
from .tile_delegate import GAP, TileDelegate

if TYPE_CHECKING:
    from .name_editor import NameEditor

MIN_SIDE, SIDE, MAX_SIDE = 96, 136, 480
_SCROLL_STEP = 32
"""A third of the scroll distance of a wheel notch, in pixels."""


class GalleryView(PictureList):
    """The view of the gallery's tiles.

    Signals, besides those of `PictureList`: `quick_look_requested()` and `open_requested()`, for
    the current picture; `stars_requested(int)` for the chosen ones; `trash_requested()`;
    `menu_requested(QPoint)`, a global position; `name_asked()`, the name field is about to open
    over a tile.
    """

    quick_look_requested = Signal()
    open_requested = Signal()
    stars_requested = Signal(int)
    trash_requested = Signal()
    menu_requested = Signal(QPoint)
    name_asked = Signal()

    def __init__(
        self, model: GalleryModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, parent)
        self.setObjectName("gallery")
        self.setAccessibleName(self.tr("Gallery"))
        self._thumbnails = thumbnails
        self._tiles = TileDelegate(model, thumbnails, self)
        self._wanted_side = SIDE
        self._set_up_list()
        SelectionKeeper(self)
        self.setItemDelegate(self._tiles)
        thumbnails.ready.connect(self._repaint)
        self.doubleClicked.connect(lambda: self.open_requested.emit())

    def _set_up_list(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_SCROLL_STEP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setMinimumWidth(MIN_SIDE + 2 * GAP)
        half = GAP // 2
        self.setViewportMargins(half, half, 0, 0)

    @property
    def tile_side(self) -> int:
        """The minimum side of a tile, in pixels."""
        return self._wanted_side

    def set_tile_side(self, side: int) -> None:
        """Set the minimum side of a tile, in pixels."""
        self._wanted_side = max(MIN_SIDE, min(MAX_SIDE, side))
        self._fit_tiles()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the tile at `point`; none in the gaps, where a rubber band can begin."""
        index = self.cell_at(point)
        half = GAP // 2
        inside = self.visualRect(index).adjusted(half, half, -half, -half).contains(point)
        return index if inside else QModelIndex()

    def _repaint(self, path: str) -> None:
        index = self._pictures.index_of(path)
        if index.isValid():
            self.update(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._tiles.wanted = event.region()
        super().paintEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Start a drag of the chosen pictures as files."""
        paths = self.selected_paths()
        if not paths:
            return
        drag = QDrag(self)
        drag.setMimeData(PictureMime(paths))
        images = [self._shown_image(path) for path in paths[:3]]
        drag.setPixmap(drag_pixmap(images, len(paths), self.devicePixelRatioF()))
        drag.setHotSpot(hot_spot())
        drag.exec(Qt.DropAction.CopyAction)

    def edit_name(self, path: str) -> NameEditor:
        """Scroll to the picture and open its name field over the tile."""
        from .name_editor import NameEditor

        self.name_asked.emit()
        index = self._pictures.index_of(path)
        self.scrollTo(index)
        half = GAP // 2
        tile = self.visualRect(index).adjusted(half, half, -half, -half)
        editor = NameEditor(path, tile, self.viewport())
        self.verticalScrollBar().valueChanged.connect(editor.close)
        return editor

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clear the selection, and so the inspector, on a click on empty space."""
        super().mousePressEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and not self.indexAt(event.position().toPoint()).isValid():
            self.clear_choice()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space and plain:
            self.quick_look_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.open_requested.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.trash_requested.emit()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_5 and plain:
            self.stars_requested.emit(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            self.step(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
            if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain and not self.selected_count():
                self.step(0)  # it was the current tile already, so Qt saw no change

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.has_selection():
            self.menu_requested.emit(event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill_ground()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._fill_ground()
            self._tiles.forget_colours()

    def _fill_ground(self) -> None:
        """Fill the viewport's background, so that scrolling moves pixels instead of repainting.

        Qt turns that off for each view with a style sheet.
        """
        self.viewport().setAutoFillBackground(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_tiles()
        super().resizeEvent(event)

    def _fit_tiles(self) -> None:
        """Fit whole columns to the width."""
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - max(bar, GAP // 2) - GAP // 2 - 1
        columns = max(1, room // (self._wanted_side + GAP))
        side = max(MIN_SIDE, room // columns - GAP)
        rows = self.height() // (side + GAP) + 2
        self._thumbnails.most_waiting = 2 * columns * rows
        if side != self._tiles.side:
            self._tiles.side = side
            self.setGridSize(QSize(side + GAP, side + GAP))
            self.scheduleDelayedItemsLayout()

    def _shown_image(self, path: str) -> QImage:
        image = self._thumbnails.get(path, round(self._tiles.side * self.devicePixelRatioF()))
        return QImage() if image is None else image
