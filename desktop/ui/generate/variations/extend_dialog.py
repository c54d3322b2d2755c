"""The dialog for outpainting: how far to extend each edge, and the prompt for the new area."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.request import Margins
from desktop.models.model import Model
from desktop.models.requests.pictures.picture_sizes import extended_size
from desktop.models.requests.prepare_extras import MAX_MARGIN
from desktop.ui.controls.form import AcceptButtons, reason_label
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.controls.text_box import TextBox
from desktop.ui.i18n.translate_message import translate_message

from .extend_canvas import ExtendCanvas


class Extension(NamedTuple):
    """The request: the new picture's size and its margins, in its own pixels, and the prompt."""

    size: tuple[int, int]
    margins: Margins
    prompt: str


class ExtendDialog(QDialog):
    """The dialog. Signals: `wanted(Extension)`."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Extend"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._model: Model | None = None
        self._picture = (1, 1)
        self.canvas = ExtendCanvas()
        names = {
            "left": self.tr("Left"),
            "top": self.tr("Top"),
            "right": self.tr("Right"),
            "bottom": self.tr("Bottom"),
        }
        self.boxes = {side: NumberBox(0, MAX_MARGIN, step=64) for side in names}
        self.size_line = QLabel()
        self.size_line.setProperty("tone", "secondary")
        self.prompt = TextBox(3)
        self.prompt.setPlaceholderText(self.tr("What should the larger picture show?"))
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.reason = reason_label(self)
        self.buttons = AcceptButtons(self.tr("Extend"))
        self.go, self.stop = self.buttons.go, self.buttons.stop
        self._lay_out(names)
        self.canvas.dragged.connect(self._on_dragged)
        for side, box in self.boxes.items():
            box.value_changed.connect(partial(self._on_box, side))
        self.buttons.accepted.connect(self._on_accept)
        self.buttons.rejected.connect(self.reject)

    def open_for(self, image: QImage, size: QSize, prompt: str, model: Model | None) -> None:
        """Ask for the picture `image`, of `size` pixels, to be extended by `model`."""
        self._model, self._picture = model, (size.width(), size.height())
        self.canvas.open_picture(image, size)
        self.prompt.setPlainText(prompt)
        self._show(Margins())
        for box in self.boxes.values():
            box.set_value(0)
        self.boxes["left"].setFocus()
        self.open()

    def _lay_out(self, names: dict[str, str]) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for side, box in self.boxes.items():
            label = QLabel(names[side])
            label.setBuddy(box)
            box.setAccessibleName(self.tr("{side}, in pixels").format(side=names[side]))
            box.setFixedWidth(64)
            row.addWidget(label)
            row.addWidget(box)
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self.size_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.canvas, 1)
        column.addLayout(row)
        column.addWidget(self.prompt)
        column.addWidget(self.reason)
        column.addWidget(self.buttons)
        self.resize(680, 560)

    def _on_dragged(self, margins: Margins) -> None:
        for side, box in self.boxes.items():
            box.set_value(getattr(margins, side))
        self._show(margins)

    def _on_box(self, side: str, pixels: int) -> None:
        margins = msgspec.structs.replace(self.canvas.margins, **{side: pixels})
        self.canvas.show_margins(margins)
        self._show(margins)

    def _show(self, margins: Margins) -> None:
        """Show the resulting size in pixels, or why this model can't do it."""
        model, words = self._model, ""
        if model is None:
            words = self.tr("Choose a model first.")
        elif not model.capabilities.inpainting:
            words = translate_message(model.capabilities.inpainting.refusal)
        self.reason.setText(words or self.tr("Drag an edge of the frame, or type the pixels."))
        self.reason.show()
        self.go.setEnabled(not words and margins.any)
        self.size_line.clear()
        if model is not None and not words:
            (width, height), _ = extended_size(self._picture, margins, model)
            self.size_line.setText(
                self.tr("New size: {width} × {height}").format(width=width, height=height)
            )

    def _on_accept(self) -> None:
        if self._model is None:
            return
        for box in self.boxes.values():
            box.finish()
        self.prompt.finish_composing()
        size, margins = extended_size(self._picture, self.canvas.margins, self._model)
        self.accept()
        self.wanted.emit(Extension(size, margins, self.prompt.toPlainText()))
