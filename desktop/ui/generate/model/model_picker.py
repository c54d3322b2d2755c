"""The model picker, grouped by kind; a model that can't run is shown with the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.model import Model
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_kinds import grouped
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.model_rows import ModelRowDelegate, describe, facts_of

_MANAGE, _GET = "\0manage", "\0get"


class ModelPicker(PopUpButton):
    """The pop-up of models.

    Signals: `chosen(str)`, a model's path; `manage_requested()`; `get_requested()`.
    """

    chosen = Signal(str)
    manage_requested = Signal()
    get_requested = Signal()

    def __init__(self, registry: ModelRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._path = ""
        self.setItemDelegate(ModelRowDelegate(self))
        self.setAccessibleName(self.tr("Model"))
        self.setPlaceholderText(self.tr("Looking for models…"))
        self.value_changed.connect(self._on_choice)
        registry.changed.connect(self._fill)
        self._fill()

    def set_value(self, value: str) -> None:
        """Select the model at path `value`."""
        self._path = value
        super().set_value(value)
        model = self._registry.at(value)
        self.setToolTip(model_tip(model) if model else "")

    def _fill(self) -> None:
        self.clear_entries()
        for title, models in grouped(self._registry.models).items():
            self.add_header(title)
            for model in models:
                tip = model_tip(model)
                self.add_entry(shown_name(model.name), model.path, tip=tip, enabled=model.usable)
                describe(self.entry(self.count() - 1), model)
        if self._registry.is_read:
            self.add_separator()
            self.add_entry(self.tr("Get Models…"), _GET)
            self.add_entry(self.tr("Model Folders…"), _MANAGE)
        self.set_value(self._path)

    def _on_choice(self, value: str) -> None:
        if value in (_MANAGE, _GET):
            super().set_value(self._path)
            (self.manage_requested if value == _MANAGE else self.get_requested).emit()
        elif value:
            self._path = value
            self.chosen.emit(value)


def model_tip(model: Model) -> str:
    """Return the tooltip of `model`, the facts that matter when choosing."""
    lines = [
        shown_name(model.name),
        model.problem or facts_of(model),
        model.memory_warning,
        *model.notices,
    ]
    return "\n".join(translate_message(line) for line in lines if line)
