"""The gallery's list: the picture being made, then the finished ones in the wanted order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

PATH = Qt.ItemDataRole.UserRole + 1
RUNNING = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_RUNNING_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_PICTURE_FLAGS = _RUNNING_FLAGS | Qt.ItemFlag.ItemIsDragEnabled


class RunningTile(NamedTuple):
    """The picture in hand: its prompt, the last preview, how far it is, and that in words."""

    prompt: str
    preview: QImage
    fraction: float | None = None
    words: str = ""


class GalleryModel(QAbstractListModel):
    """Rows are paths of picture files; row 0 is the running tile while there is one.

    It holds no pictures and reads no files: `Thumbnails` does.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: list[str] = []
        self._known: set[str] = set()
        self._running: RunningTile | None = None

    @property
    def paths(self) -> Sequence[str]:
        """The finished pictures, in the order shown."""
        return self._paths

    @property
    def running(self) -> RunningTile | None:
        """The picture in hand."""
        return self._running

    def set_paths(self, paths: Iterable[str]) -> None:
        """Show these pictures instead."""
        self.beginResetModel()
        self._paths = list(paths)
        self._known = set(self._paths)
        self.endResetModel()

    def add_first(self, path: str) -> None:
        """Show a new picture before the others; nothing happens if it is there already."""
        if path in self._known:
            return
        row = self._offset
        self.beginInsertRows(_NO_PARENT, row, row)
        self._paths.insert(0, path)
        self._known.add(path)
        self.endInsertRows()

    def remove(self, paths: Iterable[str]) -> None:
        """Take pictures out of the list."""
        for path in paths:
            if path not in self._known:
                continue
            at = self._paths.index(path)
            row = at + self._offset
            self.beginRemoveRows(_NO_PARENT, row, row)
            del self._paths[at]
            self._known.discard(path)
            self.endRemoveRows()

    def set_running(self, tile: RunningTile | None) -> None:
        """Show, change or take away the picture in hand."""
        if tile is not None and self._running is not None:
            self._running = tile
            index = self.index(0)
            self.dataChanged.emit(index, index)
        elif tile is not None:
            self.beginInsertRows(_NO_PARENT, 0, 0)
            self._running = tile
            self.endInsertRows()
        elif self._running is not None:
            self.beginRemoveRows(_NO_PARENT, 0, 0)
            self._running = None
            self.endRemoveRows()

    def finish_running(self, path: str) -> None:
        """Turn the picture in hand into the finished one at `path`, at the same place."""
        if self._running is None or path in self._known:
            self.set_running(None)
            self.add_first(path)
            return
        self._running = None
        self._paths.insert(0, path)
        self._known.add(path)
        index = self.index(0)
        self.dataChanged.emit(index, index)

    def index_of(self, path: str) -> QModelIndex:
        """Where `path` stands; an invalid index if it isn't there."""
        if path not in self._known:
            return QModelIndex()
        return self.index(self._paths.index(path) + self._offset)

    def path_at(self, index: _Index) -> str:
        """The file at `index`, "" for the running tile."""
        row = index.row() - self._offset
        return self._paths[row] if 0 <= row < len(self._paths) else ""

    def touched(self, path: str) -> None:
        """Tell the views that `path` looks different now."""
        index = self.index_of(path)
        if index.isValid():
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    @property
    def _offset(self) -> int:
        return 0 if self._running is None else 1

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._paths) + self._offset

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        path = self.path_at(index)
        if role == PATH:
            return path
        if role == RUNNING:
            return None if path else self._running
        if role == Qt.ItemDataRole.ToolTipRole:
            return Path(path).name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return Path(path).stem or (self._running.prompt if self._running else "")
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.row() < self._offset:
            return _RUNNING_FLAGS
        return _PICTURE_FLAGS
