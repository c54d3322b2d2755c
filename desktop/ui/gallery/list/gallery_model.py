"""The gallery's model: the running picture, then the finished ones in the wanted order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QStandardItemModel

from desktop.ui.gallery.picture_store import Shown

from .path_list import PathList

PATH = Qt.ItemDataRole.UserRole + 1
RUNNING = Qt.ItemDataRole.UserRole + 2
SHOWN = Qt.ItemDataRole.UserRole + 3

_Index = QModelIndex | QPersistentModelIndex
_RUNNING_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_FEW = 200
"""Up to this many rows are removed or inserted as a block; more reset the model."""
_PLAIN = Shown()
_PICTURE_FLAGS = _RUNNING_FLAGS | Qt.ItemFlag.ItemIsDragEnabled


class RunningTile(NamedTuple):
    """The running picture: its prompt, last preview, progress, and progress text.

    `shorter` is the progress text for tiles too narrow for `words`.
    """

    prompt: str
    preview: QImage
    fraction: float | None = None
    words: str = ""
    shorter: str = ""


class GalleryModel(QStandardItemModel):
    """A model whose rows are paths of picture files; row 0 is the running tile, if any.

    The model holds no pictures and reads no files: `Thumbnails` does. The base class only counts
    rows, with no item in any: QListView calls `rowCount` once per tile during layout, and a count
    in Python made that 25 times as slow.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = PathList()
        self._annotations: Mapping[str, Shown] = {}
        self._days: Mapping[str, int] = {}
        self._running: RunningTile | None = None
        self._while_changing: Callable[[], object] = _nothing
        self.setColumnCount(1)
        for changed in (self.rowsInserted, self.rowsRemoved):
            changed.connect(self._change)  # connected first: views find the paths updated

    @property
    def paths(self) -> PathList:
        """The finished pictures, in display order."""
        return self._paths

    @property
    def running(self) -> RunningTile | None:
        """The running picture, or None."""
        return self._running

    def set_paths(self, paths: Sequence[str], newest: Sequence[str] = ()) -> None:
        """Replace the finished pictures by `newest`, then `paths`; if few differ, only those
        rows change.
        """
        new = PathList(paths, newest)
        change = self._paths.change_to(new)
        if change is not None:
            start, end, new_end = change
            many = max(end, new_end) - start > _FEW
            if many or not set(new[start:new_end]).isdisjoint(self._paths[start:end]):
                self._reset(lambda: self._paths.become(new))
                return
            self._take_out(start, end)
            if new_end > start:
                count = new_end - start
                self._put_in(start + self._offset, count, lambda: self._paths.become(new))
        self._paths.become(new)  # the same paths, the latest ones as compact as the others

    def add_first(self, path: str) -> None:
        """Add a new picture at the front, unless present."""
        if path not in self._paths:
            self._put_in(self._offset, 1, lambda: self._paths.add_first(path))

    def remove(self, paths: Iterable[str]) -> None:
        """Remove pictures."""
        gone = self._paths.places(list(paths))
        if len(gone) > _FEW:
            self._reset(lambda: self._paths.remove_all(gone))
            return
        for at in sorted(gone.values(), reverse=True):
            self._take_out(at, at + 1)

    def _reset(self, change: Callable[[], object]) -> None:
        self.beginResetModel()
        change()
        was_blocked = self.blockSignals(True)
        self.setRowCount(len(self._paths) + self._offset)
        self.blockSignals(was_blocked)
        self.endResetModel()

    def _take_out(self, start: int, end: int) -> None:
        if end > start:
            self._while_changing = lambda: self._paths.remove(start, end)
            self.removeRows(start + self._offset, end - start)

    def _put_in(self, row: int, count: int, change: Callable[[], object]) -> None:
        self._while_changing = change
        self.insertRows(row, count)

    def _change(self) -> None:
        """Update the paths right after rows were inserted or removed, before any query."""
        change, self._while_changing = self._while_changing, _nothing
        change()

    def _show_running(self, tile: RunningTile | None) -> None:
        self._running = tile

    def set_annotations(self, annotations: Mapping[str, Shown]) -> None:
        """Set the stars and tags by path; pictures not in the mapping have none."""
        if annotations != self._annotations:
            self._annotations = annotations
            last = self.index_at(max(0, self.rowCount() - 1))
            self.dataChanged.emit(self.index_at(0), last, [SHOWN])

    def set_days(self, days: Mapping[str, int]) -> None:
        """Set the ordinal of the day that begins with each of these paths."""
        if days != self._days:
            self._days = days
            last = self.index_at(max(0, self.rowCount() - 1))
            self.dataChanged.emit(self.index_at(0), last, [SHOWN])

    def day_of(self, path: str) -> int:
        """Return the ordinal of the day that begins with `path`, or 0."""
        return self._days.get(path, 0)

    def shown_of(self, path: str) -> Shown:
        """Return the stars and tags of `path`."""
        return self._annotations.get(path, _PLAIN)

    def set_running(self, tile: RunningTile | None) -> None:
        """Show, change or remove the running picture."""
        if tile is not None and self._running is not None:
            self._running = tile
            index = self.index_at(0)
            self.dataChanged.emit(index, index)
        elif tile is not None:
            self._put_in(0, 1, lambda: self._show_running(tile))
        elif self._running is not None:
            self._while_changing = lambda: self._show_running(None)
            self.removeRows(0, 1)

    def finish_running(self, path: str) -> None:
        """Replace the running picture by the finished one at `path`, in the same place."""
        if self._running is None or path in self._paths:
            self.set_running(None)
            self.add_first(path)
            return
        self._running = None
        self._paths.add_first(path)
        index = self.index_at(0)
        self.dataChanged.emit(index, index)

    def index_at(self, row: int) -> QModelIndex:
        """Return the index at `row`, invalid if out of range."""
        return self.index(row, 0)

    def index_of(self, path: str) -> QModelIndex:
        """Return the index of `path`, invalid if absent."""
        at = self._paths.place(path)
        return QModelIndex() if at is None else self.index_at(at + self._offset)

    def indexes_of(self, paths: Collection[str]) -> dict[str, QModelIndex]:
        """Return the indexes of those of `paths` that are in the list."""
        found = self._paths.places(paths)
        return {path: self.index_at(at + self._offset) for path, at in found.items()}

    def path_at(self, index: _Index) -> str:
        """Return the file at `index`, "" for the running tile and for an invalid index."""
        row = index.row() - self._offset
        return self._paths[row] if 0 <= row < len(self._paths) else ""

    @property
    def _offset(self) -> int:
        return 0 if self._running is None else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        path = self.path_at(index)
        match role:
            case _ if role == PATH:
                value = path
            case _ if role == RUNNING:
                value = None if path else self._running
            case _ if role == SHOWN:
                value = self.shown_of(path)
            case Qt.ItemDataRole.ToolTipRole:
                value = Path(path).name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.DisplayRole:
                value = Path(path).stem or (self._running.prompt if self._running else "")
            case _:
                value = None
        return value

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = index.row()
        if row < 0:
            return Qt.ItemFlag.NoItemFlags
        return _RUNNING_FLAGS if row < self._offset else _PICTURE_FLAGS


def _nothing() -> None:
    """Do nothing: no row change is pending."""
