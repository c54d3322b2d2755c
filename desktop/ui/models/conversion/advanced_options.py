"""Rarely changed conversion options, folded away under 'More'."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.models.asset import Asset
from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.toggle import Toggle

from .lora_choices import LoraChoices

_TARGETS = ("macOS13", "macOS14", "macOS15")


class AdvancedOptions(QWidget):
    """The options; `vaes`, `nets`, `loras` are the available files. Signals: `changed()`."""

    changed = Signal()

    def __init__(
        self,
        vaes: list[Asset],
        nets: list[Asset],
        loras: list[Asset],
        *,
        batch_one: bool,
        can_compile: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.vae = self._vaes(vaes)
        self.loras = LoraChoices(loras)
        self.loras.changed.connect(self.changed)
        self.target = self._targets()
        self.form = self._forms(can_compile)
        self.batch_one = Toggle(self.tr("Twice as fast with guidance 1 (Turbo, LCM)"))
        self.batch_one.setChecked(batch_one)
        self.chunk = Toggle(self.tr("Cut the UNet in two (for iPhone)"))
        self.support = Toggle(self.tr("Allow ControlNets"))
        self.check = Toggle(self.tr("Compare every part with PyTorch"))
        self.check.setChecked(True)
        self.nets = [_net_box(asset) for asset in nets]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._laid_out())

    def chosen_nets(self) -> tuple[str, ...]:
        """Return the paths of the ControlNets to convert along with the model."""
        return tuple(box.property("path") for box in self.nets if box.isChecked())

    def _vaes(self, vaes: list[Asset]) -> PopUpButton:
        button = PopUpButton()
        button.add_entry(self.tr("The model’s own"), "")
        for asset in vaes:
            button.add_entry(asset.name, asset.path)
        button.set_value("")
        return button

    def _targets(self) -> PopUpButton:
        button = PopUpButton()
        for name in _TARGETS:
            button.add_entry(name.replace("macOS", "macOS "), name)
        button.set_value(_TARGETS[0])
        return button

    def _forms(self, can_compile: bool) -> PopUpButton:
        button = PopUpButton()
        button.add_entry(self.tr("Packages (.mlpackage)"), "packages")
        button.add_entry(
            self.tr("Compiled (.mlmodelc)"),
            "compiled",
            tip="" if can_compile else self.tr("Compiled models can be made on a Mac only."),
            enabled=can_compile,
        )
        button.set_value("packages")
        return button

    def _laid_out(self) -> Form:
        form = Form()
        form.add_row(
            self.tr("VAE"),
            self.vae,
            self.tr(
                "What turns the result into pixels: it can’t be changed in the converted model."
            ),
        )
        form.add_row(
            self.tr("LoRA"),
            self.loras,
            self.tr(
                "Goes into the weights for good: a Core ML model can’t be given another later."
            ),
        )
        form.add_row(
            self.tr("Minimum system"),
            self.target,
            self.tr("The oldest system that can run it; newer ones run it a little faster."),
        )
        form.add_row(
            self.tr("Files"),
            self.form,
            self.tr(
                "Compiled models load at once the first time, "
                "packages can be inspected and run anywhere."
            ),
        )
        for box, tip in self._boxes():
            box.setToolTip(tip)
            box.toggled.connect(lambda: self.changed.emit())
            form.add_wide(box)
        return form

    def _boxes(self) -> Iterator[tuple[QAbstractButton, str]]:
        yield (
            self.batch_one,
            self.tr(
                "The UNet takes one picture at a time: with guidance above 1 "
                "it is called twice a step."
            ),
        )
        yield self.chunk, self.tr("Two files of half the size, which small devices can load.")
        yield self.support, self.tr("The UNet gets inputs for ControlNets.")
        yield (
            self.check,
            self.tr(
                "Runs each part here and reports how far it is from the "
                "original; takes some minutes more."
            ),
        )
        for box in self.nets:
            yield box, ""


def _net_box(asset: Asset) -> Toggle:
    box = Toggle(asset.name)
    box.setProperty("path", asset.path)
    box.setAccessibleName(asset.name)
    return box
