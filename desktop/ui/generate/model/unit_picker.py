"""The compute units available to the chosen model on this machine, the recommended one marked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.capabilities import UnitChoice
from desktop.models.model import Model
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.i18n.unit_text import unit_label


class UnitConfirmation(QObject):
    """The mismatched compute units that the user has accepted, until the window closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._agreed: set[tuple[str, str]] = set()

    def agreed(self, model: Model, unit: str) -> bool:
        """Return whether `unit` suits `model` or the user accepts it; ask if neither is known."""
        choice = misfit(model, unit)
        if choice is None or self.was_agreed(model, unit):
            return True
        if not self.ask(choice):
            return False
        self._agreed.add((model.path, unit))
        return True

    def was_agreed(self, model: Model, unit: str) -> bool:
        """Return whether the user has already accepted this mismatch."""
        return (model.path, unit) in self._agreed

    def ask(self, choice: UnitChoice) -> bool:
        """Ask the question and return whether the answer is yes."""
        answer = QMessageBox.question(
            self._window,
            self.tr("Compute unit"),
            translate_message(choice.confirm),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Yes


def misfit(model: Model, unit: str) -> UnitChoice | None:
    """Return the choice of `unit` if it doesn't suit `model` and needs confirmation, else None."""
    for choice in model.capabilities.units:
        if str(choice.unit) == unit and choice.confirm:
            return choice
    return None


class UnitPicker(PopUpButton):
    """The pop-up of units. Signals: `chosen(str)`, a unit's name, once a mismatch is confirmed."""

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
        """List the model's units and return the one to use: `wanted`, else the recommended one.

        A user who kept the recommended unit of the last model gets the recommended unit of this
        one. A mismatch accepted for another model is not carried over without asking.
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
        """Select the unit named `value`."""
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
