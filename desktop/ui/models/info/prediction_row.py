"""What a model predicts, where its files don't say: the user's answer holds once and for all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.model import Model
from desktop.ui.controls.form import Form
from desktop.ui.controls.popup_button import PopUpButton


class PredictionChoice(QWidget):
    """Only seen for models whose files leave it open. Signals: `chosen(str)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = PopUpButton()
        self.button.add_entry(self.tr("Noise (epsilon)"), "epsilon")
        self.button.add_entry(self.tr("Velocity (v-prediction)"), "v_prediction")
        self.button.value_changed.connect(self._on_choice)
        form = Form()
        form.add_row(
            self.tr("Predicts"),
            self.button,
            self.tr("What the model was trained to predict: the wrong one gives coloured noise."),
        ).note(
            self.tr(
                "The files of this model don’t say it. If its pictures come out as noise, choose "
                "the other one: Easel remembers it for this model."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)

    def show_model(self, model: Model) -> None:
        """Show what is taken for `model`."""
        self.setVisible(model.prediction_open)
        self.button.set_value(model.prediction)

    def _on_choice(self, prediction: str) -> None:
        self.chosen.emit(prediction)
