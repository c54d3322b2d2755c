"""The dialog that names a preset and picks its optional parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.ui.controls.form import save_buttons
from desktop.ui.controls.toggle import Toggle
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme.theme import scaled_font


class SavePresetDialog(QDialog):
    """The dialog; Save calls `save(name, parts)`.

    An EaselError of `save` is shown in the dialog, which stays open for another try.
    """

    def __init__(
        self, save: Callable[[str, frozenset[str]], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Save Preset"))
        self.setMinimumWidth(360)
        self._save = save
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the preset"))
        self.name.setAccessibleName(self.tr("Name of the preset"))
        self.parts: dict[str, Toggle] = {}
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("tone", "warning")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.name)
        words = QLabel(self.tr("All numeric settings are saved. Also save:"))
        words.setWordWrap(True)
        words.setFont(scaled_font(words, 0.92))
        words.setProperty("tone", "secondary")
        column.addWidget(words)
        for part, text, on in (
            ("model", self.tr("Model"), True),
            ("size", self.tr("Size"), True),
            ("prompt", self.tr("Prompt and negative prompt"), False),
            ("seed", self.tr("Seed"), False),
            ("image", self.tr("Starting image"), False),
        ):
            box = self.parts[part] = Toggle(text)
            box.setAccessibleName(text)
            box.setChecked(on)
            column.addWidget(box)
        column.addWidget(self.problem)
        column.addSpacing(8)
        column.addLayout(save_buttons(self))

    def accept(self) -> None:
        """Save, or show why not."""
        parts = frozenset(part for part, box in self.parts.items() if box.isChecked())
        try:
            self._save(self.name.text(), parts)
        except EaselError as error:
            self.problem.setText(translate_message(error.message))
            self.problem.show()
            self.name.setFocus()
            return
        super().accept()
