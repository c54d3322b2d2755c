"""The noise source and the variation seed: the group below the seed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues

from .seed_control import SeedControl


class NoiseGroup(QWidget):
    """The group's content; every value is in `ControlValues`."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strength = SliderField(0, 1, step=0.05, decimals=2)
        self.seed = SeedControl(values, "variation_seed", "keep_variation_seed")
        self.source = PopUpButton()
        for name, text, short in (
            ("torch", self.tr("PyTorch, as ComfyUI and A1111 on a Mac"), "PyTorch"),
            ("numpy", self.tr("NumPy, as Apple’s pipelines"), "NumPy"),
            ("nvidia", self.tr("NVIDIA, as A1111 with such a card"), "NVIDIA"),
        ):
            self.source.add_entry(text, name, short=short)
        form = Form()
        form.add_row(
            self.tr("Variation"),
            self.strength,
            self.tr(
                "How far the noise moves toward that of another seed: a little gives variations "
                "of the same picture, 1 gives the other picture."
            ),
        )
        self.seed_row = form.add_row(
            self.tr("Variation seed"),
            self.seed,
            self.tr("The seed whose noise is mixed in; each picture of a batch has the next one."),
        )
        form.add_row(
            self.tr("Noise"),
            self.source,
            self.tr("Which random numbers a seed stands for: other programs use other ones."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        self.strength.set_names(self.tr("Variation strength"))
        self.seed.set_name(self.tr("Variation seed"))
        self.source.setAccessibleName(self.tr("Noise source"))
        bind(values, "variation_strength", self.strength)
        bind(values, "rng", self.source)
        values.watch("variation_strength", self._show)

    def _show(self, strength: float) -> None:
        """Enable the variation seed only at a `strength` above zero."""
        self.seed_row.label.setEnabled(strength > 0)
        self.seed.setEnabled(strength > 0)
