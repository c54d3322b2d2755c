"""The models by kind, to choose one; what can't run is shown with the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.model import Model
from desktop.ui.controls.popup_button import PopUpButton
from desktop.ui.model_shelf import ModelShelf
from desktop.ui.say import say

_MANAGE = "\0manage"


class ModelPicker(PopUpButton):
    """Signals: `chosen(str)`, a model's path; `manage_requested()`."""

    chosen = Signal(str)
    manage_requested = Signal()

    def __init__(self, shelf: ModelShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._path = ""
        self.setAccessibleName(self.tr("Model"))
        self.setPlaceholderText(self.tr("Looking for models…"))
        self.value_changed.connect(self._on_choice)
        shelf.changed.connect(self._fill)
        self._fill()

    def set_value(self, value: str) -> None:
        """Show the model at path `value`."""
        self._path = value
        super().set_value(value)
        model = self._shelf.at(value)
        self.setToolTip(model_tip(model) if model else "")

    def _fill(self) -> None:
        self.clear_entries()
        groups: dict[str, list[Model]] = {}
        for model in self._shelf.models:
            groups.setdefault(self._group(model), []).append(model)
        for title, models in groups.items():
            self.add_header(title)
            for model in models:
                text = model.name
                if not model.usable:
                    text = self.tr("{name} (can't be used)").format(name=model.name)
                self.add_entry(text, model.path, tip=model_tip(model), enabled=model.usable)
        if self._shelf.is_read:
            self.add_header("")
            self.add_entry(self.tr("Model folders…"), _MANAGE)
        self.set_value(self._path)

    def _group(self, model: Model) -> str:
        if model.source == "Easel":
            return self.tr("Comes with Easel")
        if model.kind == "coreml":
            return self.tr("Core ML")
        if model.kind == "single_file":
            return self.tr("PyTorch checkpoints")
        return self.tr("PyTorch folders")

    def _on_choice(self, value: str) -> None:
        if value == _MANAGE:
            super().set_value(self._path)
            self.manage_requested.emit()
        elif value:
            self._path = value
            self.chosen.emit(value)


def model_tip(model: Model) -> str:
    """What is worth knowing of a model before choosing it."""
    lines = [model.name, model.problem or model.good_at, *model.notices]
    return "\n".join(say(line) for line in lines if line)
