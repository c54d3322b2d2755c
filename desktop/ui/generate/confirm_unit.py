"""Asks before a model runs on a compute unit that it doesn't suit, once for each model."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.capabilities import UnitChoice
from desktop.models.model import Model
from desktop.ui.i18n.translate_message import translate_message


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
