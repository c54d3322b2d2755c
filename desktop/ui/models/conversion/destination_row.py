"""The destination of a converted model: a folder, and a name derived from the options or typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.models.conversion.converted_folder import free_folder, is_conversion
from desktop.ui.controls.elided_label import ElidedLabel


class DestinationRow(QWidget):
    """The row of the destination. Signals: `changed()`."""

    changed = Signal()

    def __init__(self, model: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._folder = model, folder
        self._own_name = False
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the new model"))
        self.folder = ElidedLabel()
        self.folder.setProperty("tone", "secondary")
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the folder for the new model"))
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.folder, 1)
        below.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addLayout(below)
        self.name.textEdited.connect(self._on_typed)
        self.choose.clicked.connect(self._choose)
        self._show_folder()

    def suggest(self, size: tuple[int, int], attention: str, weights: str) -> None:
        """Suggest a name from the options, unless the user has typed one."""
        if self._own_name:
            return
        words = [self._model, f"{size[0]}x{size[1]}", "" if attention == "auto" else attention]
        name = " ".join(word for word in (*words, weights) if word)
        self.name.setText(free_folder(self._folder, name).name)

    def path(self) -> Path:
        """Return the folder that the conversion will write."""
        return self._folder / self.name.text().strip()

    def problem(self) -> str:
        """Return why nothing can be written there; "" if it can."""
        name = self.name.text().strip()
        if not name or name.startswith(".") or set(name) & set("/\\:"):
            return self.tr("Give the new model a name without / : \\ and without a leading dot.")
        path = self.path()
        if path.is_file() or (path.is_dir() and any(path.iterdir()) and not is_conversion(path)):
            return self.tr("There is something else called “{name}” in this folder.").format(
                name=name
            )
        return ""

    def replaces(self) -> bool:
        """Return whether an earlier conversion has this name; it would go to the Trash."""
        return is_conversion(self.path())

    def set_folder(self, folder: Path) -> None:
        """Set the parent folder of the new model."""
        self._folder = folder
        self._show_folder()
        self.changed.emit()

    def _on_typed(self) -> None:
        self._own_name = bool(self.name.text())
        self.changed.emit()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the new model"), str(self._folder)
        )
        if chosen:
            self.set_folder(Path(chosen))

    def _show_folder(self) -> None:
        home = Path.home()
        inside = self._folder.is_relative_to(home)
        shown = f"~/{self._folder.relative_to(home)}" if inside else str(self._folder)
        self.folder.set_full_text(self.tr("in {folder}").format(folder=shown))
