"""The line of a LoRA: its name, its weight, a button that removes it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.form import remove_button
from desktop.ui.controls.number_box import NumberBox

_MOST_WEIGHT = 10
_BOX_WIDTH = 52


class WeightRow(QWidget):
    """A row of `name`, which begins with `weight`."""

    def __init__(self, name: str, weight: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = ElidedLabel()
        label.set_full_text(name)
        self.weight = NumberBox(-_MOST_WEIGHT, _MOST_WEIGHT, step=0.05, decimals=2)
        self.weight.set_value(weight)
        self.weight.setFixedWidth(_BOX_WIDTH)
        self.weight.setAccessibleName(self.tr("Weight of {name}").format(name=name))
        self.remove = remove_button(self.tr("Remove {name}").format(name=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label, 1)
        row.addWidget(self.weight)
        row.addWidget(self.remove)
