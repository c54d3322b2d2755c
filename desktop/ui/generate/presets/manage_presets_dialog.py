"""The dialog to share, add and remove the user's presets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.storage.metadata.preset import Preset
from desktop.storage.preset_files import PresetFolder, write_preset
from desktop.ui.i18n.translate_message import translate_message


class PresetsDialog(QDialog):
    """The list of the user's presets. Signals: `apply_requested(Preset)`."""

    apply_requested = Signal(object)

    def __init__(self, folder: PresetFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Presets"))
        self.resize(440, 340)
        self._folder = folder
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Presets"))
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("tone", "secondary")
        self.apply = self._button(self.tr("Apply"), self._apply)
        self.share = self._button(self.tr("Share as File…"), self.share_preset)
        self.remove = self._button(self.tr("Move to Trash"), self.remove_preset)
        self.add = self._button(self.tr("Add from File…"), self.add_preset)
        side = QVBoxLayout()
        side.setSpacing(8)
        for button in (self.apply, self.share, self.remove):
            side.addWidget(button)
        side.addStretch(1)
        side.addWidget(self.add)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list, 1)
        both.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addLayout(both, 1)
        column.addWidget(self.problem)
        self.list.currentRowChanged.connect(lambda: self._enable())
        self.list.itemActivated.connect(lambda: self._apply())
        self._fill()

    def share_preset(self) -> None:
        """Write the chosen preset to a path that the user picks."""
        preset = self._chosen()
        if preset is None:
            return
        target, _ = QFileDialog.getSaveFileName(
            self, self.tr("Share Preset"), Path(preset.path).name, self.tr("Presets (*.json)")
        )
        if target:
            self._try(lambda: write_preset(preset, Path(target)))

    def add_preset(self) -> None:
        """Import a preset file into the user's presets."""
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add Preset"), "", self.tr("Presets (*.json)")
        )
        if path:
            self._try(lambda: self._folder.add(Path(path)))
            self._fill()

    def remove_preset(self) -> None:
        """Move the chosen preset's file to the Trash."""
        preset = self._chosen()
        if preset is not None:
            self._try(lambda: self._folder.trash(preset))
            self._fill()

    def _apply(self) -> None:
        preset = self._chosen()
        if preset is not None:
            self.apply_requested.emit(preset)
            self.accept()

    def _chosen(self) -> Preset | None:
        item = cast("QListWidgetItem | None", self.list.currentItem())
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def _fill(self) -> None:
        self.list.clear()
        for preset in self._folder.load():
            item = QListWidgetItem(preset.name)
            item.setData(Qt.ItemDataRole.UserRole, preset)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._enable()

    def _enable(self) -> None:
        some = self._chosen() is not None
        for button in (self.apply, self.share, self.remove):
            button.setEnabled(some)
        if not self.list.count():
            self.problem.setText(self.tr("You haven’t saved any presets yet."))

    def _try(self, work: Callable[[], object]) -> None:
        self.problem.clear()
        try:
            work()
        except EaselError as error:
            self.problem.setText(translate_message(error.message))

    def _button(self, text: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: work())
        return button
