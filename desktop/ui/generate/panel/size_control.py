"""Width and height in pixels, with presets for the model; fixed for a model of one size."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop.core.capabilities import Support
from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.memory.paces import Paces
from desktop.models.memory.picture_plan import plan_picture, refuse_unfit
from desktop.models.model import Model
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.prepare import prepare
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues

_FAR_TOO_LARGE = 6
"""Ratio to the model's native area above which a size is far too large."""
_RATIOS = ((1, 1), (5, 4), (4, 5), (3, 2), (2, 3), (16, 9), (9, 16))


class SizeControl(QWidget):
    """Two number fields, a button that swaps them and a menu of sizes."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self.width_box = NumberBox(8, 16384, step=8)
        self.height_box = NumberBox(8, 16384, step=8)
        self.width_box.setAccessibleName(self.tr("Width in pixels"))
        self.height_box.setAccessibleName(self.tr("Height in pixels"))
        self.swap = icon_button("swap", self.tr("Swap width and height"))
        self.presets = icon_button("chevrons", self.tr("Sizes that suit the model"))
        self.presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.presets)
        self.presets.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        times = QLabel("×")
        times.setProperty("tone", "secondary")
        for widget in (self.width_box, times, self.height_box):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.swap)
        row.addWidget(self.presets)
        self.setFocusProxy(self.width_box)
        self.swap.clicked.connect(self._on_swap)
        bind(values, "width", self.width_box)
        bind(values, "height", self.height_box)

    def show_model(self, model: Model) -> Support:
        """List the sizes of `model`; return whether others can be typed, or why not."""
        self.menu.clear()
        for width, height in size_presets(model):
            action = self.menu.addAction(f"{width} × {height}")
            action.triggered.connect(lambda _=False, w=width, h=height: self._choose(w, h))
        capabilities = model.capabilities
        free = not capabilities.sizes
        for box in (self.width_box, self.height_box):
            box.setEnabled(free)
            box.set_step(capabilities.size_step)
            box.set_multiple(capabilities.size_step if free else 0)
        offers = len(capabilities.sizes)
        self.swap.setEnabled(
            free or (self._values.height, self._values.width) in capabilities.sizes
        )
        self.presets.setEnabled(free or offers > 1)
        if not free and (self._values.width, self._values.height) not in capabilities.sizes:
            self._choose(*capabilities.sizes[0])
        if free:
            return Support()
        if offers == 1:
            return Support(False, Message("This model was converted for this size only."))
        return Support(False, Message("This model was converted for a few sizes: see the menu."))

    def warning(self, model: Model) -> str:
        """Return a warning about a size far above the native size of `model`; "" for none."""
        made_for = model.defaults.width, model.defaults.height
        if self._values.width * self._values.height < _FAR_TOO_LARGE * made_for[0] * made_for[1]:
            return ""
        return self.tr(
            "Far larger than this model was made for ({width} × {height}): it takes long, and "
            "things appear twice. The high-resolution fix keeps the picture whole."
        ).format(width=made_for[0], height=made_for[1])

    def plan(self, model: Model, paces: Paces) -> str:
        """Return the memory and time for this size, or a size that fits; "" if unknown."""
        values = self._values
        unit = (
            ComputeUnit(values.compute_unit) if values.compute_unit in list(ComputeUnit) else None
        )
        size = (values.width, values.height)
        references = min(len(values.references), model.capabilities.most_references)
        plan = plan_picture(
            model, *size, precision=values.precision, unit=unit, references=references
        )
        if plan is None:
            return ""
        try:
            draft = drop_unsupported(values.draft(), model)
            seconds = paces.seconds(prepare(draft, model, drawn_seed=0))
        except BadInput:
            unit = unit or ComputeUnit.ALL
            refusal = refuse_unfit(model, *size, values.precision, unit, references)
            return translate_message(refusal or plan.words(None))
        return translate_message(plan.words(seconds))

    def _choose(self, width: int, height: int) -> None:
        self._values.width, self._values.height = width, height

    def _on_swap(self) -> None:
        self._choose(self._values.height, self._values.width)


def size_presets(model: Model) -> list[tuple[int, int]]:
    """Return (width, height) presets in pixels, near the model's native area, in common ratios."""
    capabilities = model.capabilities
    if capabilities.sizes:
        return list(capabilities.sizes)
    area = model.defaults.width * model.defaults.height
    step = max(capabilities.size_step, 64 if area >= 512 * 512 else 32)
    step = math.ceil(step / capabilities.size_step) * capabilities.size_step
    found: list[tuple[int, int]] = []
    for across, down in _RATIOS:
        width = max(step, round(math.sqrt(area * across / down) / step) * step)
        height = max(step, round(math.sqrt(area * down / across) / step) * step)
        inside = all(
            capabilities.min_side <= side <= capabilities.max_side for side in (width, height)
        )
        if inside and (width, height) not in found:
            found.append((width, height))
    return found
