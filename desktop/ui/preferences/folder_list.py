"""The model folders in search order, each with its contents or the reason for none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QWidget

from desktop.models.locations.folder_state import FolderState
from desktop.storage.settings_file import folder_among
from desktop.ui.i18n import model_text as words
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.model_rows import FACTS, MARK, WARNING, ModelRowDelegate

_PATH = Qt.ItemDataRole.UserRole
_MIN_HEIGHT = 148


class FolderList(QListView):
    """The list; its first row is Easel's own folder, which can't be moved.

    Signals: `folders_changed()`, the user changed the list; `chosen_changed()`.
    """

    folders_changed = Signal()
    chosen_changed = Signal()

    def __init__(
        self,
        own: str,
        folders: Sequence[str],
        registry: ModelRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("folderList")
        self.setAccessibleName(self.tr("Model folders"))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_MIN_HEIGHT)
        self._own = own
        self._folders = list(folders)
        self._registry = registry
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(ModelRowDelegate(self))
        self.selectionModel().currentChanged.connect(lambda: self.chosen_changed.emit())
        registry.changed.connect(self._refresh)
        self._refresh()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders besides Easel's own, in order."""
        return tuple(self._folders)

    @property
    def chosen(self) -> str:
        """The chosen folder; "" for none."""
        return self.currentIndex().data(_PATH) or ""

    @property
    def place(self) -> int:
        """The index of the chosen folder in `folders`; -1 for Easel's own and for none."""
        return self._folders.index(self.chosen) if self.chosen in self._folders else -1

    def add(self, path: str) -> None:
        """Append a folder unless it is listed, and choose it."""
        known = folder_among(Path(path), (self._own, *self._folders))
        if known is None:
            self._folders.append(path)
            self._changed(path)
        self._choose(known or path)

    def remove_chosen(self) -> None:
        """Remove the chosen folder from the list; nothing on the disk changes."""
        place = self.place
        if place >= 0:
            del self._folders[place]
            following = [*self._folders[place:], *reversed(self._folders[:place]), self._own]
            self._changed(following[0])

    def move_chosen(self, by: int) -> None:
        """Move the chosen folder earlier (-1) or later (1) in the search order."""
        place = self.place
        if place >= 0 and 0 <= place + by < len(self._folders):
            folder = self._folders.pop(place)
            self._folders.insert(place + by, folder)
            self._changed(folder)

    def _changed(self, chosen: str) -> None:
        self._refresh()
        self._choose(chosen)
        self.folders_changed.emit()

    def _choose(self, path: str) -> None:
        for row in range(self._items.rowCount()):
            if self._items.item(row).data(_PATH) == path:
                self.setCurrentIndex(self._items.index(row, 0))

    def _refresh(self) -> None:
        chosen = self.chosen
        states = {state.path: state for state in self._registry.folders}
        self._items.clear()
        for path in (self._own, *self._folders):
            item = QStandardItem(_short(path))
            item.setData(path, _PATH)
            self._describe(item, states.get(str(Path(path).absolute())))
            item.setData(self.tr("Easel’s own") if path == self._own else "", MARK)
            item.setToolTip(f"{path}\n{item.data(FACTS)}")
            self._items.appendRow(item)
        if chosen:
            self._choose(chosen)

    def _describe(self, item: QStandardItem, state: FolderState | None) -> None:
        if state is None:
            found, sentence = self.tr("Searching…"), ""
        else:
            found, sentence = self._found(state), translate_message(state.message)
        worrying = state is not None and state.state in {"away", "missing", "refused"}
        item.setData(sentence or found, FACTS)
        item.setData(sentence if worrying else "", WARNING)
        spoken = (item.text(), sentence or found)
        item.setData(", ".join(spoken), Qt.ItemDataRole.AccessibleTextRole)

    def _found(self, state: FolderState) -> str:
        parts = [self.tr("%n model(s)", "", state.models)]
        if state.assets:
            parts.append(self.tr("%n LoRA(s), VAE(s) and the like", "", state.assets))
        if state.unusable:
            parts.append(self.tr("%n can’t be used", "", state.unusable))
        if state.size_bytes:
            parts.append(words.size(state.size_bytes))
        return "  ·  ".join(parts)


def _short(path: str) -> str:
    home = Path.home()
    place = Path(path)
    return f"~/{place.relative_to(home)}" if place.is_relative_to(home) else path
