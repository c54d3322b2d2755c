"""The scheduler: sampler and noise schedule beside each other, by the names people know."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS, a1111_name
from desktop.ui.controls.popup_button import PopUpButton
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues


class SchedulerControl(QWidget):
    """Two pop-up buttons, filled from the table in `core.sampling.samplers`."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sampler = PopUpButton()
        for sampler in SAMPLERS.values():
            other = ", ".join((sampler.id, *sampler.apple))
            tip = "\n".join(line for line in (other, translate_message(sampler.note)) if line)
            self.sampler.add_entry(sampler.label, sampler.id, tip=tip)
        self.schedule = PopUpButton()
        for schedule in NOISE_SCHEDULES.values():
            label = schedule.label
            if schedule.id == "default":
                label = self.tr("Default")
            tip = self.tr("As the model itself says") if schedule.id == "default" else schedule.id
            self.schedule.add_entry(label, schedule.id, tip=tip)
        self.sampler.setAccessibleName(self.tr("Sampler"))
        self.schedule.setAccessibleName(self.tr("Noise schedule"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sampler, 1)
        row.addWidget(self.schedule, 1)
        self.setFocusProxy(self.sampler)
        self._values = values
        bind(values, "sampler", self.sampler)
        bind(values, "noise_schedule", self.schedule)
        values.watch("sampler", lambda _: self._show_tip())
        values.watch("noise_schedule", lambda _: self._show_tip())

    def _show_tip(self) -> None:
        name = a1111_name(self._values.sampler, self._values.noise_schedule)
        self.sampler.setToolTip(self.tr("Sampler: how each step removes noise.") + f"\n{name}")
        self.schedule.setToolTip(
            self.tr("Noise schedule: how much noise each step starts with.") + f"\n{name}"
        )
