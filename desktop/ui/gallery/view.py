"""The gallery's list view: tiles that fill the width, keys, drag out, context menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
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
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from .delegate import GAP, TileDelegate
from .drag import PictureMime, drag_pixmap, hot_spot
from .keep_place import KeepPlace
from .model import GalleryModel
from .thumbnails import Thumbnails

MIN_SIDE, SIDE, MAX_SIDE = 96, 136, 480
_FEW = 100
_SCROLL_STEP = 32
"""A third of what one notch of a wheel scrolls, in pixels."""


class GalleryView(QListView):
    """Signals: `selection_changed()`; `current_changed(str)`, the path under the cursor or "";
    `quick_look_requested()` and `open_requested()`, for the current picture; `stars_requested(int)`
    for the chosen ones; `menu_requested(QPoint)`, a global position.
    """

    selection_changed = Signal()
    current_changed = Signal(str)
    quick_look_requested = Signal()
    open_requested = Signal()
    stars_requested = Signal(int)
    menu_requested = Signal(QPoint)

    def __init__(
        self, model: GalleryModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName(self.tr("Gallery"))
        self._pictures = model
        self._thumbnails = thumbnails
        self._tiles = TileDelegate(model, thumbnails, self)
        self._wanted_side = SIDE
        self._set_up_list()
        self.setModel(model)
        KeepPlace(self)
        self.setItemDelegate(self._tiles)
        thumbnails.ready.connect(self._repaint)
        self.doubleClicked.connect(lambda _: self.open_requested.emit())

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
    def pictures(self) -> GalleryModel:
        """What it shows."""
        return self._pictures

    @property
    def tile_side(self) -> int:
        """The tile size that was wished for; tiles are at least this large."""
        return self._wanted_side

    def set_tile_side(self, side: int) -> None:
        """Make tiles about `side` pixels large."""
        self._wanted_side = max(MIN_SIDE, min(MAX_SIDE, side))
        self._fit_tiles()

    def selected_paths(self) -> list[str]:
        """The chosen finished pictures, in the order shown."""
        ranges = sorted(_ranges(self.selectionModel().selection()))
        offset = 0 if self._pictures.running is None else 1
        paths = self._pictures.paths
        return [
            path
            for top, bottom in ranges
            for path in paths[max(0, top - offset) : max(0, bottom + 1 - offset)]
        ]

    def has_selection(self) -> bool:
        """Whether a finished picture is chosen: quick, however many are."""
        first = 0 if self._pictures.running is None else 1
        return any(bottom >= first for _, bottom in _ranges(self.selectionModel().selection()))

    def selected_count(self) -> int:
        """How many tiles are chosen."""
        chosen = _ranges(self.selectionModel().selection())
        return sum(bottom + 1 - top for top, bottom in chosen)

    def select_paths(self, paths: Sequence[str]) -> None:
        """Choose these, as far as they are shown, and bring the first into sight."""
        found = [index for path in paths if (index := self._pictures.index_of(path)).isValid()]
        if not found:
            return
        flags = QItemSelectionModel.SelectionFlag
        self.setCurrentIndex(found[0])
        chosen = QItemSelection()
        for index in found:
            chosen.select(index, index)
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        self.scrollTo(found[0])

    def select_path(self, path: str) -> None:
        """Choose `path` alone and bring it into sight."""
        index = self._pictures.index_of(path)
        if not index.isValid():
            return
        stays = index == self.currentIndex()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if stays:  # another picture took the place that was current: Qt sees no change
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.current_changed.emit(path)

    def choose_row(self, row: int) -> None:
        """Choose the tile at `row`, or the last one where there are fewer."""
        row = min(row, self._pictures.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self._pictures.index_at(row))

    def step(self, by: int) -> None:
        """Choose the next or previous tile."""
        row = self.currentIndex().row() + by
        if 0 <= row < self._pictures.rowCount():
            index = self._pictures.index_at(row)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self._pictures.path_at(current) if current.isValid() else "")

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The tile under `point`; none between tiles, where a rubber band can begin."""
        index = self.cell_at(point)
        half = GAP // 2
        inside = self.visualRect(index).adjusted(half, half, -half, -half).contains(point)
        return index if inside else QModelIndex()

    def cell_at(self, point: QPoint) -> QModelIndex:
        """The tile at `point`, with the space around it."""
        return super().indexAt(point)

    def selectAll(self) -> None:
        """Choose all. Qt would ask each tile whether it is hidden; none is."""
        last = self._pictures.rowCount() - 1
        if last >= 0:
            rows = QItemSelection(self._pictures.index_at(0), self._pictures.index_at(last))
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(rows, flags.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What to repaint. Qt would ask for the place of each tile, in sight or not."""
        if sum(bottom + 1 - top for top, bottom in _ranges(selection)) > _FEW:
            return QRegion(self.viewport().rect())
        return super().visualRegionForSelection(selection)

    def dataChanged(self, topLeft, bottomRight, roles=()) -> None:
        """Repaint what changed. Qt would lay out all tiles again, although none has moved."""
        if topLeft == bottomRight:
            self.update(topLeft)
        else:
            self.viewport().update()

    def _repaint(self, path: str) -> None:
        index = self._pictures.index_of(path)
        if index.isValid():
            self.update(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._tiles.wanted = event.region()
        super().paintEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the chosen pictures out as files."""
        paths = self.selected_paths()
        if not paths:
            return
        drag = QDrag(self)
        drag.setMimeData(PictureMime(paths))
        images = [self._shown_image(path) for path in paths[:3]]
        drag.setPixmap(drag_pixmap(images, len(paths), self.devicePixelRatioF()))
        drag.setHotSpot(hot_spot())
        drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space and plain:
            self.quick_look_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.open_requested.emit()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_5 and plain:
            self.stars_requested.emit(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            self.step(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

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
        """Scrolling moves what is painted, instead of painting all again, only on a filled ground.

        The style sheet takes that away from each view that it styles.
        """
        self.viewport().setAutoFillBackground(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_tiles()
        super().resizeEvent(event)

    def _fit_tiles(self) -> None:
        """Let whole columns fill the width."""
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


def _ranges(chosen: QItemSelection) -> list[tuple[int, int]]:
    """First and last row of each stretch of chosen tiles."""
    return [(one.top(), one.bottom()) for one in map(chosen.at, range(chosen.count()))]
