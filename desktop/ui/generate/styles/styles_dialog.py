"""The dialog to name, edit, remove and import styles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.core.names import name_key
from desktop.core.prompts.styles import Style
from desktop.storage.styles_file import read_csv
from desktop.ui.controls.form import save_buttons
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.text_box import TextBox
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background


class StylesDialog(QDialog):
    """The editor of a copy of the styles. Signals: `saved(tuple[Style, ...])`, the new styles."""

    saved = Signal(object)

    def __init__(
        self,
        styles: Sequence[Style],
        background: Background,
        new: Style | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Styles"))
        self.resize(600, 400)
        self._styles = list(styles)
        self._showing = False
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Styles"))
        self.list.setFixedWidth(190)
        self.name = QLineEdit()
        self.prompt = TextBox(4)
        self.negative = TextBox(3)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("tone", "secondary")
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        self.name.textEdited.connect(lambda: self._edited())
        self.prompt.value_changed.connect(lambda: self._edited())
        self.negative.value_changed.connect(lambda: self._edited())
        self._fill()
        if new is not None:
            self.add_style(new)

    def add_style(self, style: Style) -> None:
        """Add a style, to be named."""
        name = style.name or self._free_name(self.tr("New style"))
        self._styles.append(msgspec.structs.replace(style, name=name))
        self._fill(len(self._styles) - 1)
        self.name.setFocus()
        self.name.selectAll()

    def remove_style(self) -> None:
        """Remove the chosen style."""
        row = self.list.currentRow()
        if row >= 0:
            del self._styles[row]
            self._fill(min(row, len(self._styles) - 1))

    def import_styles(self) -> None:
        """Import the styles of A1111's styles.csv."""
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import Styles"), "", self.tr("A1111’s styles (*.csv)")
        )
        if path:
            self._background.run(lambda: read_csv(Path(path)), self._take, self._refuse)

    def _refuse(self, error: EaselError) -> None:
        self.problem.setText(translate_message(error.message))

    def _take(self, found: list[Style]) -> None:
        known = {name_key(style.name) for style in self._styles}
        self._styles += [style for style in found if name_key(style.name) not in known]
        self._fill(len(self._styles) - 1)
        self.problem.setText(self.tr("%n style(s) read.", "", len(found)))

    def accept(self) -> None:
        """Emit the styles, if each has a unique name."""
        names = [name_key(style.name) for style in self._styles]
        if not all(names):
            self.problem.setText(self.tr("Every style needs a name."))
        elif len(set(names)) < len(names):
            self.problem.setText(self.tr("Two styles have the same name."))
        else:
            self.saved.emit(tuple(self._styles))
            super().accept()

    def _lay_out(self) -> None:
        fields = QVBoxLayout()
        fields.setSpacing(4)
        for text, field in (
            (self.tr("Name"), self.name),
            (self.tr("Added to the prompt"), self.prompt),
            (self.tr("Added to the negative prompt"), self.negative),
        ):
            label = QLabel(text)
            label.setFont(scaled_font(label, 0.92))
            label.setProperty("tone", "secondary")
            label.setBuddy(field)
            field.setAccessibleName(text)
            fields.addWidget(label)
            fields.addWidget(field)
            fields.addSpacing(4)
        hint = QLabel(self.tr("{prompt} stands for your prompt; without it the style comes after."))
        hint.setWordWrap(True)
        hint.setFont(scaled_font(hint, 0.85))
        hint.setProperty("tone", "secondary")
        fields.addWidget(hint)
        fields.addStretch(1)
        fields.addWidget(self.problem)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(self._list_buttons())
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left)
        both.addLayout(fields, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(both, 1)
        column.addLayout(save_buttons(self))

    def _list_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, words, work in (
            ("plus", self.tr("Add a style"), lambda: self.add_style(Style(""))),
            ("minus", self.tr("Remove the style"), self.remove_style),
        ):
            button = icon_button(name, words)
            button.clicked.connect(work)
            row.addWidget(button)
        row.addStretch(1)
        load = QPushButton(self.tr("Import…"))
        load.setAccessibleName(self.tr("Import styles"))
        load.clicked.connect(self.import_styles)
        row.addWidget(load)
        return row

    def _fill(self, row: int = 0) -> None:
        self.list.clear()
        self.list.addItems([style.name for style in self._styles])
        self.list.setCurrentRow(row)
        self._show(row)

    def _show(self, row: int) -> None:
        some = 0 <= row < len(self._styles)
        style = self._styles[row] if some else Style("")
        self._showing = True
        self.name.setText(style.name)
        self.prompt.set_value(style.prompt)
        self.negative.set_value(style.negative_prompt)
        self._showing = False
        for field in (self.name, self.prompt, self.negative):
            field.setEnabled(some)

    def _edited(self) -> None:
        row = self.list.currentRow()
        if self._showing or not 0 <= row < len(self._styles):
            return
        self._styles[row] = Style(
            self.name.text().strip(), self.prompt.toPlainText(), self.negative.toPlainText()
        )
        self.list.item(row).setText(self.name.text())
        self.problem.clear()

    def _free_name(self, wanted: str) -> str:
        names = {style.name for style in self._styles}
        number, name = 1, wanted
        while name in names:
            number += 1
            name = f"{wanted} {number}"
        return name
