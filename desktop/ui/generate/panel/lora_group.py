"""LoRAs that fit the model, several at once, each with its weight."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.core.messages import Message
from desktop.core.request import LoraUse
from desktop.models.model import Model
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.ui.theme.icons import icon

from .asset_group import AssetGroup


class LoraRow(QWidget):
    """One LoRA in use: its name, its weight, a button that takes it out."""

    def __init__(self, use: LoraUse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.use = use
        name = ElidedLabel()
        name.set_full_text(use.name)
        self.weight = NumberBox(-10, 10, step=0.05, decimals=2)
        self.weight.set_value(use.weight)
        self.weight.setFixedWidth(52)
        self.weight.setAccessibleName(self.tr("Weight of {name}").format(name=use.name))
        self.weight.setToolTip(self.tr("How strongly the LoRA acts; 1 is what it was made for."))
        self.remove = QToolButton()
        self.remove.setIcon(icon("close"))
        self.remove.setIconSize(QSize(14, 14))
        self.remove.setToolTip(self.tr("Remove {name}").format(name=use.name))
        self.remove.setAccessibleName(self.remove.toolTip())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(name, 1)
        row.addWidget(self.weight)
        row.addWidget(self.remove)


class LoraGroup(AssetGroup):
    """The group's content; it follows `ControlValues` and offers only what fits the model."""

    def __init__(
        self, values: ControlValues, registry: ModelRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(4, parent)
        self._values = values
        self._registry = registry
        self.rows: list[LoraRow] = []
        self.add.setAccessibleName(self.tr("Add a LoRA"))
        self.add.setPlaceholderText(self.tr("Add a LoRA…"))
        self.get.setAccessibleName(self.tr("Get a LoRA"))
        self.add.value_changed.connect(self._add)
        values.watch("loras", self._show)

    def follow(self, model: Model) -> None:
        """Offer the LoRAs of the model's family; those in use that don't fit are taken out."""
        support = model.capabilities.loras
        fitting = self._registry.assets("lora", model.family, model.server)
        self.add.clear_entries()
        for asset in fitting:
            self.add.add_entry(asset.name, LoraUse(name=asset.name, path=asset.path))
        self.add.set_value(None)
        known = {asset.path for asset in fitting}
        if support and self._registry.is_read:
            self._values.loras = tuple(use for use in self._values.loras if use.path in known)
        words = Message("No LoRA in your model folders fits this model.")
        self.show_support(support, None if fitting else words, gettable=True)

    def _add(self, use: LoraUse) -> None:
        self.add.set_value(None)
        if use.path not in {other.path for other in self._values.loras}:
            self._values.loras = (*self._values.loras, use)

    def _show(self, uses: tuple[LoraUse, ...]) -> None:
        if [row.use.path for row in self.rows] == [use.path for use in uses]:
            for row, use in zip(self.rows, uses, strict=True):
                row.use = use
                row.weight.set_value(use.weight)
            return
        for row in self.rows:
            self.discard(row)
        self.rows = [self._row(use) for use in uses]

    def _row(self, use: LoraUse) -> LoraRow:
        row = LoraRow(use)
        row.remove.clicked.connect(lambda: self._remove(row.use.path))
        row.weight.value_changed.connect(partial(self._weigh, row))
        self.uses.addWidget(row)
        return row

    def _remove(self, path: str) -> None:
        self._values.keep_undo("Remove LoRA")
        self._values.loras = tuple(use for use in self._values.loras if use.path != path)

    def _weigh(self, row: LoraRow, weight: float) -> None:
        path = row.use.path
        self._values.loras = tuple(
            msgspec.structs.replace(use, weight=weight) if use.path == path else use
            for use in self._values.loras
        )
