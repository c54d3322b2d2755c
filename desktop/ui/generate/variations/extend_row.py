"""The starting image's extension, with a button to remove it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.core.request import Margins
from desktop.ui.controls.form import remove_button
from desktop.ui.i18n.recipe_image_lines import extended_sides
from desktop.ui.state.control_values import ControlValues


class ExtendRow(QWidget):
    """The row of `ControlValues.start_extend`, visible only if something is extended."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self.words = QLabel()
        self.words.setProperty("tone", "secondary")
        self.words.setWordWrap(True)
        self.clear = remove_button(self.tr("Draw nothing beyond the picture’s edges"))
        self.clear.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear)
        values.watch("start_extend", self._show)

    def _remove(self) -> None:
        self._values.keep_undo("Extend")
        self._values.start_extend = Margins()

    def _show(self, margins: Margins) -> None:
        sides = extended_sides(margins)
        self.words.setText(self.tr("Extended: {sides} pixels").format(sides=sides))
        self.setVisible(margins.any)
