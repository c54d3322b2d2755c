"""A list view with a selection that stays fast with a hundred thousand pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Signal,
)
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QListView, QWidget

from .gallery_model import GalleryModel
from .path_list import PathList

_FEW = 100

_Index = QModelIndex | QPersistentModelIndex


class PictureList(QListView):
    """A list view of a `GalleryModel`.

    Signals: `selection_changed()`; `current_changed(str)`, the path of the current tile or "".
    """

    selection_changed = Signal()
    current_changed = Signal(str)

    def __init__(self, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = model
        self.setModel(model)

    @property
    def pictures(self) -> GalleryModel:
        """The model."""
        return self._pictures

    @property
    def current_path(self) -> str:
        """The path of the current picture; "" for none, or for the running one."""
        return self._pictures.path_at(self.currentIndex())

    def selected_paths(self) -> list[str]:
        """Return the selected finished pictures, in display order."""
        return list(self.selected())

    def selected(self) -> PathList:
        """Return the same as a list that a million pictures fit into, and no change changes."""
        ranges = sorted(_ranges(self.selectionModel().selection()))
        offset = 0 if self._pictures.running is None else 1
        return self._pictures.paths.part(
            (max(0, top - offset), max(0, bottom + 1 - offset)) for top, bottom in ranges
        )

    def has_selection(self) -> bool:
        """Return whether a finished picture is selected; fast for any number of them."""
        first = 0 if self._pictures.running is None else 1
        return any(bottom >= first for _, bottom in _ranges(self.selectionModel().selection()))

    def selected_count(self) -> int:
        """Return the number of selected tiles."""
        chosen = _ranges(self.selectionModel().selection())
        return sum(bottom + 1 - top for top, bottom in chosen)

    def select_paths(self, paths: Sequence[str]) -> None:
        """Select those of `paths` that are shown and scroll to the first."""
        found = self._pictures.indexes_of(paths)
        if not found:
            return
        self._choose(next(found[path] for path in paths if path in found))
        chosen = selection_of(found.values())
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select_path(self, path: str) -> None:
        """Select `path` alone and scroll to it."""
        index = self._pictures.index_of(path)
        if not index.isValid():
            return
        stays = index == self.currentIndex()
        self._choose(index)
        if stays:  # another picture at the current row: Qt sees no change
            self.current_changed.emit(path)

    def clear_choice(self) -> None:
        """Clear the selection."""
        self.selectionModel().clear()

    def choose_row(self, row: int) -> None:
        """Select the tile at `row`, or the last one if there are fewer."""
        row = min(row, self._pictures.rowCount() - 1)
        if row >= 0:
            self._choose(self._pictures.index_at(row))

    def step(self, by: int) -> None:
        """Select the tile `by` rows further; the current one while none is selected."""
        row = self.currentIndex().row()
        row = row + by if self.selected_count() else max(0, row)
        if 0 <= row < self._pictures.rowCount():
            self._choose(self._pictures.index_at(row))

    def cell_at(self, point: QPoint) -> QModelIndex:
        """Return the tile at `point`, including the gap around it."""
        return super().indexAt(point)

    def _choose(self, index: QModelIndex) -> None:
        """Select `index` alone, whatever keys are held: Qt's default would toggle it with Cmd."""
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self._pictures.path_at(current))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def selectAll(self) -> None:
        """Select all; Qt's version checks each tile for being hidden, which none is."""
        last = self._pictures.rowCount() - 1
        if last >= 0:
            rows = QItemSelection(self._pictures.index_at(0), self._pictures.index_at(last))
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(rows, flags.ClearAndSelect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the region to repaint; Qt's version computes the place of every tile."""
        if sum(bottom + 1 - top for top, bottom in _ranges(selection)) > _FEW:
            return QRegion(self.viewport().rect())
        return super().visualRegionForSelection(selection)

    def dataChanged(self, topLeft: _Index, bottomRight: _Index, roles: Sequence[int] = ()) -> None:
        """Repaint what changed; Qt's version lays out all tiles again, though none moved."""
        if topLeft == bottomRight:
            self.update(topLeft)
        else:
            self.viewport().update()


def selection_of(indexes: Iterable[QModelIndex]) -> QItemSelection:
    """Return the selection of tiles in one column: neighbors as one range, for Qt checks each
    range with all before.
    """
    chosen = QItemSelection()
    first = last = QModelIndex()
    for index in sorted(indexes, key=QModelIndex.row):
        if last.isValid() and index.row() > last.row() + 1:
            chosen.select(first, last)
            first = index
        first, last = first if first.isValid() else index, index
    if last.isValid():
        chosen.select(first, last)
    return chosen


def _ranges(chosen: QItemSelection) -> list[tuple[int, int]]:
    """Return the first and last row of each range of selected tiles."""
    return [(one.top(), one.bottom()) for one in map(chosen.at, range(chosen.count()))]
