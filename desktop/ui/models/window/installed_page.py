"""All installed models and assets, with their details."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop.core.names import name_key
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.model_list.model_kinds import grouped
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.model_rows import ModelRowDelegate, describe
from desktop.ui.theme.theme import scaled_font

from .model_details import ModelDetails

_PATH = Qt.ItemDataRole.UserRole


class InstalledPage(QWidget):
    """The list, kept in sync with the registry; `details` shows the chosen row.

    Signals: `counted(int)`, the number of models.
    """

    counted = Signal(int)

    def __init__(self, registry: ModelRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._filter = self._searched = ""
        self.title = ElidedLabel()
        self.title.setFont(scaled_font(self.title, 1.5, bold=True))
        self.about = ElidedLabel()
        self.about.setProperty("tone", "secondary")
        self.list = QListView()
        self.list.setObjectName("modelList")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Installed models"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items = QStandardItemModel(self)
        self.list.setModel(self._items)
        self.list.setItemDelegate(ModelRowDelegate(self.list))
        self.details = ModelDetails()
        left = QVBoxLayout()
        left.setContentsMargins(0, 16, 0, 0)
        left.setSpacing(4)
        for label in (self.title, self.about):
            row = QHBoxLayout()
            row.setContentsMargins(24, 0, 16, 0)
            row.addWidget(label)
            left.addLayout(row)
        left.addSpacing(4)
        inner = QHBoxLayout()
        inner.setContentsMargins(12, 0, 0, 0)
        inner.addWidget(self.list)
        left.addLayout(inner, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addLayout(left, 1)
        columns.addWidget(self.details)
        self.title.set_full_text(self.tr("Installed"))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        registry.changed.connect(self.refresh)
        self.refresh()

    def search(self, text: str) -> None:
        """Show only items with all words of `text` in their name or family."""
        self._filter = name_key(text)
        self._searched = text.strip()
        self.refresh()

    def choose(self, path: str) -> None:
        """Choose the row of the item at `path`, if it is shown."""
        for row in range(self._items.rowCount()):
            if self._items.item(row).data(_PATH) == path:
                self.list.setCurrentIndex(self._items.index(row, 0))
                return
        self.details.show_thing(None)

    def refresh(self) -> None:
        """Show the registry's current contents, keeping the chosen row."""
        chosen = self.list.currentIndex().data(_PATH) or ""
        everything = self._registry.everything()
        parts = self._filter.split()
        fitting = [
            thing
            for thing in everything
            if all(part in name_key(f"{thing.name} {thing.family} {thing.path}") for part in parts)
        ]
        self._items.clear()
        for title, things in grouped(fitting).items():
            header = QStandardItem(title)
            header.setFlags(Qt.ItemFlag.NoItemFlags)
            self._items.appendRow(header)
            for thing in things:
                item = QStandardItem(shown_name(thing.name))
                item.setData(thing.path, _PATH)
                describe(item, thing)
                self._items.appendRow(item)
        models = len(self._registry.models)
        unusable = sum(bool(thing.problem) for thing in everything)
        about = self.tr("%n model(s)", "", models)
        if unusable:
            about += "  ·  " + self.tr("%n can’t be used: choose it to see why", "", unusable)
        if parts:
            about = self.tr("{count} found for “{text}”").format(
                count=len(fitting), text=self._searched
            )
        self.about.set_full_text(
            about if self._registry.is_read else self.tr("Looking for models…")
        )
        self.counted.emit(models)
        self.choose(chosen)

    def _on_current(self, index: QModelIndex) -> None:
        path = index.data(_PATH)
        thing = next((t for t in self._registry.everything() if t.path == path), None)
        if thing is not None:
            self.details.show_thing(thing)
