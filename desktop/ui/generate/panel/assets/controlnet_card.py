"""One ControlNet in use: its picture, its preprocessor, its strength and its step range."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.request import ControlNetUse
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.form import Form, remove_button
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.imaging.image_well import ImageWell
from desktop.ui.imaging.input_images import InputImageStore
from desktop.worker.background import Background


class MapMaker(NamedTuple):
    """A model in the user's folders that makes depth or pose maps."""

    kind: Literal["depth", "pose"]
    name: str
    path: str


class ControlNetCard(QFrame):
    """The card of one ControlNet.

    Signals: `changed(dict)`, fields of the `ControlNetUse` with their new values.
    """

    changed = Signal(object)

    def __init__(
        self, background: Background, inputs: InputImageStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.use = ControlNetUse(name="", path="", image="")
        self.name = ElidedLabel()
        self.remove = remove_button()
        self.well = ImageWell(self.tr("ControlNet picture"), background, inputs, height=72)
        self.preprocessor = PopUpButton()
        self.weight = SliderField(0, 10, slider_high=2, step=0.05, decimals=2)
        self.start = NumberBox(0, 1, step=0.05, decimals=2)
        self.end = NumberBox(0, 1, step=0.05, decimals=2)
        self._lay_out()
        self.well.chosen.connect(partial(self._change, "image"))
        self.weight.value_changed.connect(partial(self._change, "weight"))
        self.start.value_changed.connect(partial(self._change, "start"))
        self.end.value_changed.connect(partial(self._change, "end"))
        self.preprocessor.value_changed.connect(self._on_preprocessor)

    def _change(self, field: str, value: object) -> None:
        self.changed.emit({field: value})

    def offer(self, makers: Sequence[MapMaker]) -> None:
        """List the preprocessors: canny needs no model, the others one of `makers`."""
        popup = self.preprocessor
        popup.clear_entries()
        popup.add_entry(self.tr("None: it is a map already"), ("none", ""), short=self.tr("None"))
        popup.add_entry(self.tr("Canny: its edges"), ("canny", ""), short=self.tr("Canny"))
        words = {"depth": self.tr("Depth"), "pose": self.tr("Pose")}
        for kind, title in words.items():
            mine = [maker for maker in makers if maker.kind == kind]
            for maker in mine:
                popup.add_entry(f"{title}: {maker.name}", (kind, maker.path), short=title)
            if not mine:
                popup.add_entry(
                    self.tr("{kind}: needs a model in your folders").format(kind=title),
                    (kind, ""),
                    tip=self.tr(
                        "For depth a folder of Depth Anything or DPT, for pose one of ViTPose, as "
                        "transformers keeps them."
                    ),
                    enabled=False,
                )
        popup.set_value((self.use.preprocessor, self.use.preprocessor_model))

    def show_use(self, use: ControlNetUse) -> None:
        """Show these settings."""
        self.use = use
        self.name.set_full_text(use.name)
        self.remove.setToolTip(self.tr("Remove {name}").format(name=use.name))
        self.remove.setAccessibleName(self.remove.toolTip())
        self.well.show_path(use.image)
        self.weight.set_value(use.weight)
        self.start.set_value(use.start)
        self.end.set_value(use.end)
        self.preprocessor.set_value((use.preprocessor, use.preprocessor_model))

    def _on_preprocessor(self, value: tuple[str, str]) -> None:
        self.changed.emit({"preprocessor": value[0], "preprocessor_model": value[1]})

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        top.addWidget(self.remove)
        form = Form()
        form.add_row(
            self.tr("Map"),
            self.preprocessor,
            self.tr("What makes the map that the ControlNet follows out of the picture."),
        )
        form.add_row(
            self.tr("Weight"),
            self.weight,
            self.tr("How strictly the picture follows the map; 1 is what it was made for."),
        )
        form.add_row(
            self.tr("Acts from"),
            self._span(),
            self.tr("The part of the steps in which it acts: 0 is the first, 1 the last."),
        )
        self.weight.set_names(self.tr("Weight"))
        self.start.setAccessibleName(self.tr("Acts from"))
        self.end.setAccessibleName(self.tr("Acts until"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.well)
        column.addWidget(form)

    def _span(self) -> QWidget:
        box = QWidget()
        to = QLabel(self.tr("to"))
        to.setProperty("tone", "secondary")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(to)
        row.addWidget(self.end)
        row.addStretch(1)
        return box
