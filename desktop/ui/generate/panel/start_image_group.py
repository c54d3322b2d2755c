"""The starting image: its source, its strength, and the part of it that is used."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.messages import Message
from desktop.core.request import Margins
from desktop.models.model import Model
from desktop.ui.controls.form import Form, reason_label, remove_button
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.generate.variations.extend_row import ExtendRow
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.imaging.image_well import ImageWell
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

from .mask_row import MaskRow


class StartImageGroup(QWidget):
    """The group's content, bound to `ControlValues` and to the model's capabilities.

    Signals: `paint_requested()`, to paint a mask.
    """

    paint_requested = Signal()

    def __init__(
        self,
        values: ControlValues,
        background: Background,
        inputs: InputImageStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = values
        self._picture = ""
        self.well = ImageWell(self.tr("Starting image"), background, inputs)
        self.clear = remove_button(self.tr("Start without a picture"))
        self.strength = SliderField(0, 1, step=0.05, decimals=2)
        self.counting = PopUpButton()
        self.counting.add_entry(
            self.tr("Strength: only a part of the steps"), "strength", short=self.tr("Strength")
        )
        self.counting.add_entry(
            self.tr("Denoise: all of the steps, as in ComfyUI"),
            "denoise",
            short=self.tr("Denoise"),
        )
        self.fit = PopUpButton()
        self.fit.add_entry(self.tr("Fill, cut off what is over"), "fill", short=self.tr("Fill"))
        self.fit.add_entry(self.tr("Fit, with borders"), "fit", short=self.tr("Fit"))
        self.fit.add_entry(self.tr("Stretch"), "stretch")
        self.steps = reason_label(self)
        self.reason = reason_label(self)
        self.mask_row = MaskRow(values, self.well, background)
        self.extend_row = ExtendRow(values)
        self._lay_out()
        self.well.chosen.connect(partial(setattr, values, "start_image"))
        self.clear.clicked.connect(self._remove)
        self.mask_row.paint_requested.connect(self.paint_requested)
        bind(values, "start_strength", self.strength)
        bind(values, "start_counting", self.counting)
        bind(values, "start_fit", self.fit)
        values.watch("start_image", self._show)
        for name in ("start_strength", "start_counting", "steps"):
            values.watch(name, lambda _: self._show_steps())

    def follow(self, model: Model) -> None:
        """Enable the group, or disable it with the reason."""
        can = model.capabilities
        for widget in (self.well, self.form):
            widget.setEnabled(bool(can.starting_image))
        reason = can.starting_image.reason
        if can.needs_mask:
            reason = Message("This model paints the masked part of a picture anew.")
        elif can.needs_image:
            reason = Message("This model only reworks a picture: it needs one.")
        self.reason.setText(translate_message(reason))
        self.reason.setVisible(reason is not None)
        self.mask_row.support(can.inpainting)

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add_row(
            self.tr("Strength"),
            self.strength,
            self.tr("How much of the picture is redrawn: 0 keeps it, 1 replaces it."),
        )
        self.form.add_row(
            self.tr("Counts as"),
            self.counting,
            self.tr(
                "What the strength does to the steps: it runs a part of them (A1111, diffusers), "
                "or all of them run (ComfyUI’s denoise)."
            ),
        )
        self.form.add_wide(self.steps)
        self.form.add_row(
            self.tr("Fit"), self.fit, self.tr("How the picture is brought to the wanted size.")
        )
        self.strength.set_names(self.tr("Strength"))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.well, 1)
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self.form)
        column.addWidget(self.extend_row)
        column.addWidget(self.mask_row)

    def _remove(self) -> None:
        self._values.keep_undo("Remove Picture")
        self._values.start_image = ""

    def _show(self, path: str) -> None:
        if self._picture and path != self._picture:
            self._values.mask = ""  # it was painted over another picture
            self._values.start_extend = Margins()
        self._picture = path
        for widget in (self.clear, self.form, self.mask_row):
            widget.setVisible(bool(path))
        self.well.show_path(path)
        self._show_steps()

    def _show_steps(self) -> None:
        """Show how many of the planned steps run at the current strength."""
        planned, start = self._values.starting_image()
        self.steps.setVisible(start is not None)
        if start is None:
            return
        run = min(int(planned * start.strength), planned)
        words = self.tr("{run} of {steps} steps run.").format(run=run, steps=planned)
        self.steps.setText(words)
