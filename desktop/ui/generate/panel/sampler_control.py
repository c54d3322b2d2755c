"""Sampler and noise schedule, by their common names: two pop-up buttons at full width."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS, a1111_name
from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues


class SamplerControl(QObject):
    """Two rows of `form`, filled from the table in `core.sampling.samplers`."""

    def __init__(self, values: ControlValues, form: Form) -> None:
        super().__init__(form)
        self._values = values
        self.sampler, self.schedule = PopUpButton(), PopUpButton()
        for sampler in SAMPLERS.values():
            other = ", ".join((sampler.id, *sampler.apple))
            tip = "\n".join(line for line in (other, translate_message(sampler.note)) if line)
            self.sampler.add_entry(sampler.label, sampler.id, tip=tip)
        for schedule in NOISE_SCHEDULES.values():
            is_own = schedule.id == "default"
            label = self.tr("Default") if is_own else schedule.label
            tip = self.tr("As the model itself says") if is_own else schedule.id
            self.schedule.add_entry(label, schedule.id, tip=tip)
        form.add_row(self.tr("Sampler"), self.sampler)
        form.add_row(self.tr("Schedule"), self.schedule)
        bind(values, "sampler", self.sampler)
        bind(values, "noise_schedule", self.schedule)
        values.watch("sampler", lambda _: self._show_tip())
        values.watch("noise_schedule", lambda _: self._show_tip())

    def _show_tip(self) -> None:
        name = a1111_name(self._values.sampler, self._values.noise_schedule)
        self.sampler.setToolTip(self.tr("Sampler: how each step removes noise.") + f"\n{name}")
        self.schedule.setToolTip(
            self.tr("Schedule: how much noise each step starts with.") + f"\n{name}"
        )
