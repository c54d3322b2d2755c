"""The high-resolution fix: a second pass draws the picture larger, with more detail."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.model import Model
from desktop.ui.controls.form import Form, reason_label
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.controls.toggle import Toggle
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues


class HighResGroup(QWidget):
    """The group's content, bound to `ControlValues` and to the model's capabilities."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self._grid = 8
        self.on = Toggle(
            self.tr("Draw a second, larger pass"),
            self.tr("Large pictures keep their composition: drawn small first, then enlarged."),
        )
        self.scale = SliderField(1, 4, step=0.25, decimals=2)
        self.strength = SliderField(0, 1, step=0.05, decimals=2)
        self.steps = SliderField(0, 1000, slider_high=60)
        self.result = reason_label(self)
        self.reason = reason_label(self)
        self._lay_out()
        bind(values, "high_res", self.on)
        bind(values, "high_res_scale", self.scale)
        bind(values, "high_res_strength", self.strength)
        bind(values, "high_res_steps", self.steps)
        values.watch("high_res", self.form.setVisible)
        for name in ("high_res", "high_res_scale", "width", "height"):
            values.watch(name, lambda _: self._show_result())

    def follow(self, model: Model) -> None:
        """Enable the group, or disable it with the reason."""
        support = model.capabilities.high_res_fix
        self._grid = model.capabilities.size_step
        for widget in (self.on, self.form):
            widget.setEnabled(bool(support))
        self.reason.setText(translate_message(support.reason))
        self.reason.setVisible(not support)
        self._show_result()

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add_row(self.tr("Scale"), self.scale, self.tr("How many times larger."))
        self.form.add_wide(self.result)
        self.form.add_row(
            self.tr("Strength"),
            self.strength,
            self.tr("How much the second pass redraws; below 0.5 it may stay blurred."),
        )
        self.form.add_row(
            self.tr("Steps"),
            self.steps,
            self.tr("Steps of the second pass; 0 takes as many as the first."),
        )
        self.scale.set_names(self.tr("Scale"))
        self.strength.set_names(self.tr("Strength of the second pass"))
        self.steps.set_names(self.tr("Steps of the second pass"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.on)
        column.addWidget(self.reason)
        column.addWidget(self.form)

    def _show_result(self) -> None:
        values, grid = self._values, self._grid
        sides = [
            round(side * values.high_res_scale / grid) * grid
            for side in (values.width, values.height)
        ]
        self.result.setVisible(values.high_res)
        words = self.tr("The picture will have {width} × {height} pixels.")
        self.result.setText(words.format(width=sides[0], height=sides[1]))
