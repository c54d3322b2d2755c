"""The options of a conversion, each with its effect on the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.tasks import ConvertRequest
from desktop.models.asset import Asset
from desktop.models.model import Model
from desktop.ui.controls.form import Form
from desktop.ui.controls.group import CollapsibleGroup
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.conversion_text import attention_words

from .advanced_options import AdvancedOptions
from .destination_row import DestinationRow

_LOW, _HIGH, _STEP = 64, 2048, 64
_MULTIPLE = 8


class ConversionOptions(QWidget):
    """The controls of a ConvertRequest.

    `can_compile`: this machine can compile models (a Mac). Signals: `changed()`.
    """

    changed = Signal()

    def __init__(
        self,
        model: Model,
        folder: Path,
        *,
        vaes: list[Asset],
        controlnets: list[Asset],
        loras: list[Asset],
        can_compile: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.attention = self._attention()
        self.width_box, self.height_box = NumberBox(_LOW, _HIGH), NumberBox(_LOW, _HIGH)
        self.weights = self._weights()
        self.destination = DestinationRow(model.name, folder)
        form = Form()
        form.add_row(
            self.tr("Made for"),
            self.attention,
            self.tr(
                "How the UNet’s attention is written: the GPU and the Neural Engine need it "
                "differently."
            ),
        )
        form.add_row(
            self.tr("Size"),
            self._size(),
            self.tr("Width and height in pixels. A Core ML model draws in this one size."),
        )
        form.add_row(
            self.tr("Weights"),
            self.weights,
            self.tr("Smaller weights take less memory and disk and change the pictures a little."),
        )
        form.add_row(self.tr("Save as"), self.destination)
        self.rarer = AdvancedOptions(
            vaes,
            controlnets,
            loras,
            batch_one=model.defaults.guidance_scale <= 1,
            can_compile=can_compile,
        )
        self.rarer.changed.connect(self._on_change)
        self.more = CollapsibleGroup(self.tr("More"), self.rarer)
        self.more.set_open(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(form)
        column.addWidget(self.more)
        for control in (self.attention, self.weights, self.width_box, self.height_box):
            control.value_changed.connect(lambda: self._on_change())
        self.destination.changed.connect(self.changed)
        self._on_change()

    def request(self) -> ConvertRequest:
        """Return the request set in the controls."""
        kind, bits = self.weights.value()
        rarer = self.rarer
        nets = rarer.chosen_nets()
        return ConvertRequest(
            source=self._model.path,
            output=str(self.destination.path()),
            attention=self.attention.value(),
            width=int(self.width_box.value()),
            height=int(self.height_box.value()),
            batch_one=rarer.batch_one.isChecked(),
            chunk_unet=rarer.chunk.isChecked(),
            quantize_nbits=bits,
            compress=kind,
            controlnets=nets,
            support_controlnet=rarer.support.isChecked() or bool(nets),
            vae=rarer.vae.value() or None,
            loras=rarer.loras.uses(),
            min_deployment_target=rarer.target.value(),
            form=rarer.form.value(),
            check=rarer.check.isChecked(),
        )

    def problem(self) -> str:
        """Return why this conversion is impossible, in one sentence; "" if it is possible."""
        for side in (self.width_box.value(), self.height_box.value()):
            if int(side) % _MULTIPLE:
                return self.tr("Width and height must be multiples of {n}.").format(n=_MULTIPLE)
        return self.destination.problem()

    def _attention(self) -> PopUpButton:
        button = PopUpButton()
        tips = {
            "auto": self.tr(
                "The GPU on a Mac with eight or more fast cores, else the Neural Engine."
            ),
            "original": self.tr("Best on the large GPUs of Max and Ultra chips."),
            "split_einsum": self.tr("Best on the Neural Engine: little power, little memory."),
            "split_einsum_v2": self.tr(
                "Attention in smaller pieces: for iPhone and for sizes that "
                "are too large for the Neural Engine otherwise."
            ),
        }
        for name, tip in tips.items():
            button.add_entry(attention_words(name), name, tip=tip)
        button.set_value("auto")
        return button

    def _size(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        defaults = self._model.defaults
        for control, name, value in (
            (self.width_box, self.tr("Width"), defaults.width),
            (self.height_box, self.tr("Height"), defaults.height),
        ):
            control.set_step(_STEP)
            control.set_value(value)
            control.setFixedWidth(64)
            control.setAccessibleName(name)
            control.setToolTip(self.tr("In pixels, a multiple of 8."))
        row.addWidget(self.width_box)
        row.addWidget(QLabel("×"))
        row.addWidget(self.height_box)
        row.addStretch(1)
        return box

    def _weights(self) -> PopUpButton:
        button = PopUpButton()
        for text, value in (
            (self.tr("16 bits (unchanged)"), ("none", None)),
            (self.tr("8 bits, linear (half the size)"), ("linear8", None)),
            (self.tr("8 bits, palette (half the size)"), ("none", 8)),
            (self.tr("6 bits, palette (40 % of the size)"), ("none", 6)),
            (self.tr("4 bits, palette (a quarter; coarser)"), ("none", 4)),
            (self.tr("2 bits, palette (to experiment)"), ("none", 2)),
            (self.tr("1 bit, palette (to experiment)"), ("none", 1)),
        ):
            button.add_entry(text, value)
        button.set_value(("none", None))
        return button

    def _on_change(self) -> None:
        bits: Any = self.weights.value()[1] or ("8" if self.weights.value()[0] != "none" else "")
        self.destination.suggest(
            (int(self.width_box.value()), int(self.height_box.value())),
            self.attention.value(),
            f"{bits} bit" if bits else "",
        )
        self.changed.emit()
