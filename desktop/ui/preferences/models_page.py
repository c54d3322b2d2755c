"""Preferences, Models: the model folders, those of other apps, and the token."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.locations.other_apps import FindOthers
from desktop.storage.settings_file import Settings
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.token_dialog import TokenField
from desktop.ui.system.reveal import reveal, reveal_words
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background
from desktop.worker.window_downloads import Downloads

from .folder_list import FolderList
from .found_folders import FoundFolders


class ModelsPage(QWidget):
    """The page. Signals: `changed(str, object)`, a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(
        self,
        settings: Settings,
        registry: ModelRegistry,
        background: Background,
        downloads: Downloads,
        find_others: FindOthers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = QLabel(
            self.tr(
                "Easel looks for models in these folders, in this order. Nothing in the folders of "
                "other apps is ever changed."
            )
        )
        words.setWordWrap(True)
        words.setProperty("tone", "secondary")
        self.list = FolderList(str(downloads.models), settings.model_folders, registry)
        self.offers = FoundFolders(find_others, background)
        self.token = TokenField(downloads.tokens, background)
        self.add = icon_button("plus", self.tr("Add a folder"))
        self.remove = icon_button("minus", self.tr("Remove the folder from the list"))
        self.up = icon_button("arrow-up", self.tr("Search this folder earlier"))
        self.down = icon_button("arrow-down", self.tr("Search this folder later"))
        self.show_it = QPushButton(reveal_words())
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.add, self.remove, self.up, self.down):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.show_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(words)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(self.offers)
        column.addWidget(_heading(self.tr("Token for gated models")))
        column.addWidget(self.token)
        self._connect()
        self._enable()

    def _connect(self) -> None:
        self.add.clicked.connect(self._choose)
        self.remove.clicked.connect(self.list.remove_chosen)
        self.up.clicked.connect(lambda: self.list.move_chosen(-1))
        self.down.clicked.connect(lambda: self.list.move_chosen(1))
        self.show_it.clicked.connect(lambda: reveal(self.list.chosen))
        self.list.chosen_changed.connect(self._enable)
        self.list.folders_changed.connect(self._on_folders)
        self.offers.add_requested.connect(self.add_folder)

    def look(self) -> None:
        """Look for other apps' folders and for the token, once the page is visible."""
        self.offers.look(self.list.folders)
        self.token.look()

    def add_folder(self, path: str) -> None:
        """Append `path` to the list unless it is listed."""
        self.list.add(path)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of models"))
        if chosen:
            self.add_folder(str(Path(chosen)))

    def _on_folders(self) -> None:
        self.changed.emit("model_folders", self.list.folders)
        self.offers.show_without(self.list.folders)
        self._enable()

    def _enable(self) -> None:
        place, last = self.list.place, len(self.list.folders) - 1
        self.remove.setEnabled(place >= 0)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < last)
        self.show_it.setEnabled(bool(self.list.chosen))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(scaled_font(label, 0.92, bold=True))
    label.setProperty("tone", "section")
    return label
