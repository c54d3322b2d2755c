"""The compute units that the chosen model can use on this machine, the recommended one marked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.capabilities import UnitChoice
from desktop.models.model import Model
from desktop.ui.controls.popup_button import PopUpButton
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.i18n.unit_text import unit_label


class UnitConfirmation(QObject):
    """Remembers, until the window closes, which misfits the user agreed to."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._agreed: set[tuple[str, str]] = set()

    def agreed(self, model: Model, unit: str) -> bool:
        """Whether `unit` suits `model`, or the user said yes to it; asks where neither."""
        choice = misfit(model, unit)
        if choice is None or self.was_agreed(model, unit):
            return True
        if not self.ask(choice):
            return False
        self._agreed.add((model.path, unit))
        return True

    def was_agreed(self, model: Model, unit: str) -> bool:
        """Whether the user said yes to this misfit before."""
        return (model.path, unit) in self._agreed

    def ask(self, choice: UnitChoice) -> bool:
        """Put the question; whether the answer is yes."""
        answer = QMessageBox.question(
            self._window,
            self.tr("Compute unit"),
            translate_message(choice.confirm),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Yes


def misfit(model: Model, unit: str) -> UnitChoice | None:
    """The choice of `unit` where it doesn't suit `model` and wants a confirmation."""
    for choice in model.capabilities.units:
        if str(choice.unit) == unit and choice.confirm:
            return choice
    return None


class UnitPicker(PopUpButton):
    """Signals: `chosen(str)`, a compute unit's name, after a misfit was confirmed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[UnitChoice, ...] = ()
        self._model: Model | None = None
        self._unit = ""
        self.confirmation = UnitConfirmation(self)
        self.setAccessibleName(self.tr("Compute unit"))
        self.value_changed.connect(self._on_choice)

    def show_model(self, model: Model, wanted: str) -> str:
        """Offer the model's units; returns the one to use: `wanted`, else the recommended one.

        Whoever stayed with what was recommended for the last model gets what is recommended for
        this one. A misfit that was wanted with another model is not taken over unasked.
        """
        if wanted in self._recommended():
            wanted = ""
        self._model = model
        self._choices = model.capabilities.units
        self.clear_entries()
        for choice in self._choices:
            text = unit_label(choice.unit)
            if choice.recommended and len(self._choices) > 1:
                text = self.tr("{unit} (recommended)").format(unit=text)
            tip = "\n".join(
                translate_message(line) for line in (choice.note, choice.confirm) if line
            )
            self.add_entry(
                text, str(choice.unit), short=unit_label(choice.unit, short=True), tip=tip
            )
        fine = self.confirmation.was_agreed(model, wanted)
        offered = [str(choice.unit) for choice in self._choices if fine or not choice.confirm]
        unit = wanted if wanted in offered else (self._recommended() or offered or [""])[0]
        self.set_value(unit)
        return unit

    def _recommended(self) -> list[str]:
        return [str(choice.unit) for choice in self._choices if choice.recommended]

    def set_value(self, value: str) -> None:
        """Show the unit named `value`."""
        self._unit = value
        super().set_value(value)
        choice = next((choice for choice in self._choices if str(choice.unit) == value), None)
        tip = self.tr("Where the model runs.")
        if choice is not None:
            tip = "\n".join(
                line
                for line in (
                    unit_label(choice.unit),
                    translate_message(choice.note),
                    translate_message(choice.confirm),
                )
                if line
            )
        self.setToolTip(tip)

    def _on_choice(self, value: str) -> None:
        if self._model is not None and not self.confirmation.agreed(self._model, value):
            super().set_value(self._unit)
            return
        self.set_value(value)
        self.chosen.emit(value)
