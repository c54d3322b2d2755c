"""The LoRAs to merge into a converted model for good, each with its weight."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.request import LoraUse
from desktop.models.asset import Asset
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.model_list.weight_row import WeightRow


class MergedLoraRow(WeightRow):
    """One LoRA to merge."""

    def __init__(self, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(asset.name, 1.0, parent)
        self.asset = asset


class LoraChoices(QWidget):
    """A pop-up to add one of `loras`, and the rows of those added. Signals: `changed()`."""

    changed = Signal()

    def __init__(self, loras: list[Asset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[MergedLoraRow] = []
        self.add = PopUpButton()
        self.add.setAccessibleName(self.tr("Add a LoRA"))
        self.add.setPlaceholderText(self.tr("Add a LoRA…") if loras else self.tr("None fits"))
        for asset in loras:
            self.add.add_entry(asset.name, asset)
        self.add.set_value(None)
        self.add.setEnabled(bool(loras))
        self.add.value_changed.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add)

    def uses(self) -> tuple[LoraUse, ...]:
        """Return the chosen LoRAs with their weights."""
        return tuple(
            LoraUse(name=row.asset.name, path=row.asset.path, weight=row.weight.value())
            for row in self.rows
        )

    def _add(self, asset: Asset) -> None:
        self.add.set_value(None)
        if asset.path in {row.asset.path for row in self.rows}:
            return
        row = MergedLoraRow(asset)
        row.remove.clicked.connect(lambda: self._remove(row))
        row.weight.value_changed.connect(lambda: self.changed.emit())
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        self.changed.emit()

    def _remove(self, row: MergedLoraRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.changed.emit()
