"""Preferences, Models: the folders in which Easel looks."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.storage.settings import Settings
from desktop.ui.icons import icon
from desktop.ui.reveal import reveal


class ModelsPage(QWidget):
    """Signals: `changed(str, object)`, a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(self, settings: Settings, own_folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = own_folder
        words = QLabel(
            self.tr(
                "Easel looks for models in these folders, besides its own. Folders of ComfyUI, "
                "AUTOMATIC1111 and Mochi Diffusion are welcome: nothing in them is changed."
            )
        )
        words.setWordWrap(True)
        words.setProperty("tone", "secondary")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Model folders"))
        self.list.addItems(list(settings.model_folders))
        self.add = _button("plus", self.tr("Add a folder"))
        self.remove = _button("minus", self.tr("Remove the folder from the list"))
        self.show_it = QPushButton(self.tr("Show in Finder"))
        self.show_own = QPushButton(self.tr("Easel’s Own Folder"))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.show_own)
        row.addWidget(self.show_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.add.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.show_it.clicked.connect(self._reveal)
        self.show_own.clicked.connect(lambda: reveal(self._own))
        self.list.currentRowChanged.connect(self._enable)
        self._enable(self.list.currentRow())

    def folders(self) -> tuple[str, ...]:
        """The folders in the list."""
        return tuple(self.list.item(row).text() for row in range(self.list.count()))

    def add_folder(self, path: str) -> None:
        """Put `path` into the list, once."""
        if path not in self.folders():
            self.list.addItem(path)
            self.changed.emit("model_folders", self.folders())
        self.list.setCurrentRow(self.folders().index(path))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of models"))
        if chosen:
            self.add_folder(chosen)

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())
        self.changed.emit("model_folders", self.folders())

    def _reveal(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            reveal(item.text())

    def _enable(self, row: int) -> None:
        self.remove.setEnabled(row >= 0)
        self.show_it.setEnabled(row >= 0)


def _button(name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(16, 16))
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
