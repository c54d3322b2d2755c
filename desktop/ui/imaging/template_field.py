"""The naming template: a field, its placeholders, and an example of the result."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import BadInput
from desktop.storage.pictures.name_template import FIELDS, example, file_name
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP
from desktop.ui.theme.theme import scaled_font

_WORDS = {
    "prompt": QT_TRANSLATE_NOOP("TemplateField", "The prompt’s first words"),
    "negative_prompt": QT_TRANSLATE_NOOP("TemplateField", "The negative prompt’s first words"),
    "seed": QT_TRANSLATE_NOOP("TemplateField", "Seed"),
    "model": QT_TRANSLATE_NOOP("TemplateField", "Model"),
    "sampler": QT_TRANSLATE_NOOP("TemplateField", "Sampler"),
    "steps": QT_TRANSLATE_NOOP("TemplateField", "Steps"),
    "guidance": QT_TRANSLATE_NOOP("TemplateField", "Guidance"),
    "width": QT_TRANSLATE_NOOP("TemplateField", "Width in pixels"),
    "height": QT_TRANSLATE_NOOP("TemplateField", "Height in pixels"),
    "date": QT_TRANSLATE_NOOP("TemplateField", "Day it was made"),
    "time": QT_TRANSLATE_NOOP("TemplateField", "Time it was made"),
    "name": QT_TRANSLATE_NOOP("TemplateField", "The name it has now"),
    "number": QT_TRANSLATE_NOOP("TemplateField", "1, 2, 3 in this order"),
}


class TemplateField(QWidget):
    """A field for a template. Signals: `checked(bool)`, whether the template is valid."""

    checked = Signal(bool)

    def __init__(self, template: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suffix = ".png"
        self._recipe: Mapping[str, Any] | None = None
        self._name = ""
        self.field = QLineEdit(template)
        self.field.setAccessibleName(self.tr("Name"))
        self.insert = QToolButton()
        self.insert.setText(self.tr("Insert"))
        self.insert.setAccessibleName(self.tr("Insert a part of the name"))
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.insert)
        for name in FIELDS:
            entry = menu.addAction(f"{self.tr(_WORDS[name])}   {{{name}}}")
            entry.triggered.connect(lambda _=False, name=name: self._insert(name))
        self.insert.setMenu(menu)
        self.example = QLabel()
        self.example.setFont(scaled_font(self.example, 0.92))
        self.example.setProperty("tone", "secondary")
        self.example.setWordWrap(True)
        self.example.setMinimumHeight(self.example.fontMetrics().height() * 2 + 2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.example)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self.refresh)
        self.refresh()

    def template(self) -> str:
        """Return the typed template."""
        return self.field.text()

    def show_for(self, path: str, recipe: Mapping[str, Any]) -> None:
        """Use this picture as the example."""
        self._name, self._recipe = Path(path).stem, recipe
        self.refresh()

    def refresh(self) -> None:
        """Show the example's resulting name, or the error."""
        try:
            if self._recipe is None:
                name = example(self.template(), self.suffix)
            else:
                stem = file_name(self.template(), self._recipe, name=self._name, number=1)
                name = f"{stem}{self.suffix}"
        except BadInput as error:
            self.example.setText(translate_message(error.message))
            self.checked.emit(False)
            return
        # a name has no spaces at which a line could break
        shown = name.replace("-", "-\u200b").replace("/", "/\u200b")
        self.example.setText(self.tr("Example: {name}").format(name=shown))
        self.checked.emit(True)

    def _insert(self, name: str) -> None:
        self.field.insert(f"{{{name}}}")
        self.field.setFocus()
