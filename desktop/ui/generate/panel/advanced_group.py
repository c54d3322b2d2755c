"""Rarely changed settings: clip skip, another VAE, tiling, precision, the safety checker."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.prompts.dialects import DIALECT_NAMES
from desktop.models.model import Model
from desktop.ui.controls.form import Form, reason_label
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.controls.toggle import Toggle
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues


class AdvancedGroup(QWidget):
    """The group's content, bound to `ControlValues` and to the model's capabilities."""

    def __init__(
        self, values: ControlValues, registry: ModelRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values, self._registry = values, registry
        self.clip_skip = SliderField(0, 11)
        self.dialect = PopUpButton()
        for dialect, name in DIALECT_NAMES.items():
            self.dialect.add_entry(name, dialect)
        self.vae = PopUpButton()
        self.tiling = PopUpButton()
        self.tiling.add_entry(
            self.tr("Only where a picture is too large"), "auto", short=self.tr("Automatic")
        )
        self.tiling.add_entry(self.tr("Always"), "on")
        self.tiling.add_entry(self.tr("Never"), "off")
        self.precision = PopUpButton()
        self.precision.add_entry(
            self.tr("Best for this computer"), "auto", short=self.tr("Automatic")
        )
        self.precision.add_entry(self.tr("fp32: exact, most memory"), "fp32", short="fp32")
        self.precision.add_entry(self.tr("fp16: half the memory"), "fp16", short="fp16")
        self.precision.add_entry(self.tr("bf16: half the memory"), "bf16", short="bf16")
        self.precision.add_entry(
            self.tr("int8 layers: half of that again, a little less exact"), "int8", short="int8"
        )
        self.safety = Toggle(
            self.tr("Safety checker"),
            self.tr("The model’s own checker hides pictures that it takes for unsafe."),
        )
        self.safety_reason = reason_label(self)
        self._lay_out()
        bind(values, "clip_skip", self.clip_skip)
        bind(values, "prompt_dialect", self.dialect)
        bind(values, "vae", self.vae)
        bind(values, "vae_tiling", self.tiling)
        bind(values, "precision", self.precision)
        bind(values, "safety_checker", self.safety)

    def follow(self, model: Model) -> None:
        """Enable what `model` supports; disable the rest with the reason."""
        can = model.capabilities
        self._clip_row.support(can.clip_skip)
        self._fill_vaes(model)
        self._vae_row.support(can.vae_override)
        self._tiling_row.support(can.vae_tiling)
        self._precision_row.support(can.precision)
        self.precision.enable_value("int8", bool(can.int8), translate_message(can.int8.reason))
        self.safety.setEnabled(bool(can.safety_checker))
        self.safety.set_value(self._values.safety_checker and bool(can.safety_checker))
        self.safety_reason.setText(translate_message(can.safety_checker.reason))
        self.safety_reason.setVisible(not can.safety_checker)

    def _fill_vaes(self, model: Model) -> None:
        fitting = self._registry.assets("vae", model.family, model.server)
        self.vae.clear_entries()
        self.vae.add_entry(self.tr("The model’s own"), "")
        for asset in fitting:
            self.vae.add_entry(asset.name, asset.path, tip=asset.path)
        gone = self._values.vae not in {asset.path for asset in fitting}
        if gone and self._registry.is_read and model.capabilities.vae_override:
            self._values.vae = ""
        self.vae.set_value(self._values.vae)

    def _lay_out(self) -> None:
        form = Form()
        self._clip_row = form.add_row(
            self.tr("Clip skip"),
            self.clip_skip,
            self.tr(
                "Layers left out at the end of the text encoder. 0 leaves none out; A1111 counts "
                "from 1, so its 2 is 1 here."
            ),
        )
        self.clip_skip.set_names(self.tr("Clip skip"))
        form.add_row(
            self.tr("Prompt as in"),
            self.dialect,
            self.tr(
                "The app whose brackets, weights and clip skip the prompts mean; a picture’s "
                "settings set it."
            ),
        )
        self.dialect.setAccessibleName(self.tr("Prompt as in"))
        self._vae_row = form.add_row(
            self.tr("VAE"),
            self.vae,
            self.tr("The part that turns the finished latent into pixels: it sets the colors."),
        )
        self._tiling_row = form.add_row(
            self.tr("VAE tiling"),
            self.tiling,
            self.tr("Decode in tiles: large pictures fit into memory, with faint seams."),
        )
        self._precision_row = form.add_row(
            self.tr("Precision"),
            self.precision,
            self.tr(
                "How exactly the model computes: fp32 helps where pictures come out black; the "
                "model is loaded again."
            ),
        )
        form.add_wide(self.safety)
        form.add_wide(self.safety_reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
