"""Asks for a picture's new name, and says at once what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.core.errors import BadInput
from desktop.storage.pictures.name_template import safe_stem
from desktop.ui.i18n.translate_message import translate_message


class RenameDialog(QDialog):
    """`name()` is the wished name without ending; OK waits until it is a possible one."""

    def __init__(self, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path(path)
        self.setWindowTitle(self.tr("Rename"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(400)
        self.field = QLineEdit(self._path.stem)
        self.field.setAccessibleName(self.tr("New name"))
        self.field.selectAll()
        label = QLabel(self.tr("New name of “{name}”:").format(name=self._path.name))
        label.setWordWrap(True)
        label.setBuddy(self.field)
        self.problem = QLabel()
        self.problem.setProperty("tone", "secondary")
        self.problem.setWordWrap(True)
        buttons = QDialogButtonBox.StandardButton
        self.box = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.box.button(buttons.Ok).setText(self.tr("Rename"))
        self.box.accepted.connect(self.accept)
        self.box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for widget in (label, self.field, self.problem, self.box):
            column.addWidget(widget)
        self.field.textChanged.connect(self._check)
        self._check()

    def name(self) -> str:
        """What was typed."""
        return self.field.text()

    def _check(self) -> None:
        problem = ""
        try:
            stem = safe_stem(self.field.text())
        except BadInput as error:
            problem = translate_message(error.message)
        else:
            target = self._path.with_name(stem + self._path.suffix)
            if target != self._path and target.exists() and not target.samefile(self._path):
                problem = self.tr("There is already a “{name}”.").format(name=target.name)
        self.problem.setText(problem)
        self.box.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)
