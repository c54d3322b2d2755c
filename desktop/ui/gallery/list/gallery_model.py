"""The gallery's list: the picture being made, then the finished ones in the wanted order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
"""Up to so many rows are taken out or put in one block; more are a new list."""
_PLAIN = Shown()
_PICTURE_FLAGS = _RUNNING_FLAGS | Qt.ItemFlag.ItemIsDragEnabled


class RunningTile(NamedTuple):
    """The picture in hand: its prompt, the last preview, how far it is, and that in words.

    `shorter` has the same where `words` has no room.
    """

    prompt: str
    preview: QImage
    fraction: float | None = None
    words: str = ""
    shorter: str = ""


class GalleryModel(QStandardItemModel):
    """Rows are paths of picture files; row 0 is the running tile while there is one.

    It holds no pictures and reads no files: `Thumbnails` does. The base class only counts rows,
    without an item in any: a view that lays out its tiles asks for the count once for each, and a
    count in Python made that 25 times as long.
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
            changed.connect(self._change)  # the first to hear of it: views find it done

    @property
    def paths(self) -> Sequence[str]:
        """The finished pictures, in the order shown."""
        return self._paths.all

    @property
    def running(self) -> RunningTile | None:
        """The picture in hand."""
        return self._running

    def set_paths(self, paths: Sequence[str]) -> None:
        """Show these pictures instead; where few differ, only these rows change."""
        change = self._paths.change_to(paths)
        if change is None:
            return
        start, end, new = change
        reordered = not set(new).isdisjoint(self._paths.all[start:end])
        if reordered or max(end - start, len(new)) > _FEW:
            self.beginResetModel()
            self._paths.replace(paths)
            was_blocked = self.blockSignals(True)
            self.setRowCount(len(self._paths) + self._offset)
            self.blockSignals(was_blocked)
            self.endResetModel()
            return
        self._take_out(start, end)
        if new:
            self._put_in(start + self._offset, len(new), lambda: self._paths.insert(start, new))

    def add_first(self, path: str) -> None:
        """Show a new picture before the others; nothing happens if it is there already."""
        if path not in self._paths:
            self._put_in(self._offset, 1, lambda: self._paths.add_first(path))

    def remove(self, paths: Iterable[str]) -> None:
        """Take pictures out of the list."""
        gone = {path for path in paths if path in self._paths}
        if len(gone) > _FEW:
            self.set_paths([path for path in self._paths.all if path not in gone])
            return
        for path in gone:
            at = self._paths.place(path)
            self._take_out(at, at + 1)

    def _take_out(self, start: int, end: int) -> None:
        if end > start:
            self._while_changing = lambda: self._paths.remove(start, end)
            self.removeRows(start + self._offset, end - start)

    def _put_in(self, row: int, count: int, change: Callable[[], object]) -> None:
        self._while_changing = change
        self.insertRows(row, count)

    def _change(self) -> None:
        """Rows have come or gone: let the paths follow before anyone asks for them."""
        change, self._while_changing = self._while_changing, _nothing
        change()

    def _show_running(self, tile: RunningTile | None) -> None:
        self._running = tile

    def set_annotations(self, annotations: Mapping[str, Shown]) -> None:
        """Show these stars and tags, by path; pictures that are not among them have none."""
        if annotations != self._annotations:
            self._annotations = annotations
            last = self.index_at(max(0, self.rowCount() - 1))
            self.dataChanged.emit(self.index_at(0), last, [SHOWN])

    def set_days(self, days: Mapping[str, int]) -> None:
        """Show with these pictures, by path, that a day begins: its ordinal."""
        if days != self._days:
            self._days = days
            last = self.index_at(max(0, self.rowCount() - 1))
            self.dataChanged.emit(self.index_at(0), last, [SHOWN])

    def day_of(self, path: str) -> int:
        """The ordinal of the day that begins with `path`; 0 where none does."""
        return self._days.get(path, 0)

    def shown_of(self, path: str) -> Shown:
        """Stars and tags of `path`."""
        return self._annotations.get(path, _PLAIN)

    def set_running(self, tile: RunningTile | None) -> None:
        """Show, change or take away the picture in hand."""
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
        """Turn the picture in hand into the finished one at `path`, at the same place."""
        if self._running is None or path in self._paths:
            self.set_running(None)
            self.add_first(path)
            return
        self._running = None
        self._paths.add_first(path)
        index = self.index_at(0)
        self.dataChanged.emit(index, index)

    def index_at(self, row: int) -> QModelIndex:
        """The tile at `row`; an invalid index if there is none."""
        return self.index(row, 0)

    def index_of(self, path: str) -> QModelIndex:
        """Where `path` stands; an invalid index if it isn't there."""
        if path not in self._paths:
            return QModelIndex()
        return self.index_at(self._paths.place(path) + self._offset)

    def path_at(self, index: _Index) -> str:
        """The file at `index`, "" for the running tile and for no index."""
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
    """No change of rows is under way."""
