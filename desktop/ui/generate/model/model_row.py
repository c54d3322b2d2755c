"""The chosen model and its compute unit, and how the controls react when it changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.core.server import ServerFile, server_of
from desktop.models.model import Model
from desktop.models.requests.request_places import same_models
from desktop.ui.controls.form import reason_label, section_heading
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.place_name import place_name
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

from .model_picker import ModelPicker
from .unit_picker import UnitPicker

_FOLLOW_MODEL = ("width", "height", "steps", "guidance_scale", "sampler", "noise_schedule")


class ModelRow(QWidget):
    """The row of model and compute unit.

    Signals: `model_changed(Model)`, another model, or another state of the model, is chosen;
    `manage_requested()`; `get_requested()`, to get models; `said(str)`, the chosen model is gone.
    """

    model_changed = Signal(object)
    manage_requested = Signal()
    get_requested = Signal()
    said = Signal(str)

    def __init__(
        self, values: ControlValues, registry: ModelRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = values
        self._registry = registry
        self.default_model = ""
        self.picker = ModelPicker(registry)
        self.units = UnitPicker()
        heading = section_heading(self.tr("Model"), self.picker)
        self.about = reason_label(self)
        self.anywhere = QCheckBox(self.tr("Whoever is free"))
        self.anywhere.setAccessibleName(self.anywhere.text())
        self.anywhere.hide()
        self.anywhere.toggled.connect(partial(setattr, values, "anywhere"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading)
        column.addWidget(self.picker)
        column.addWidget(self.about)
        column.addWidget(self.anywhere)
        self.picker.chosen.connect(self._on_choice)
        self.picker.manage_requested.connect(self.manage_requested)
        self.picker.get_requested.connect(self.get_requested)
        self.units.chosen.connect(partial(setattr, values, "compute_unit"))
        values.watch("model", self._show)
        values.watch("compute_unit", self.units.set_value)
        values.watch("anywhere", self._show_anywhere)
        registry.changed.connect(self._on_shelf)

    @property
    def model(self) -> Model | None:
        """The chosen model; None until the library has been read."""
        return self._registry.at(self._values.model)

    def _on_choice(self, path: str) -> None:
        self._registry.forget_choice()
        self.choose(path)

    def choose(self, path: str) -> None:
        """Choose the model at `path`; controls that the user left alone follow its defaults."""
        before, model = self.model, self._registry.at(path)
        if model is None:
            return
        follow = before is None or before.path != path
        if follow:
            self._follow_defaults(before, model)
        self._values.model = path

    def _follow_defaults(self, before: Model | None, model: Model) -> None:
        """Apply the model's defaults to untouched numbers and to a size it doesn't support."""
        for name in _FOLLOW_MODEL:
            untouched = before is None or getattr(self._values, name) == getattr(
                before.defaults, name
            )
            if untouched:
                setattr(self._values, name, getattr(model.defaults, name))
        sizes = model.capabilities.sizes
        if sizes and (self._values.width, self._values.height) not in sizes:
            self._values.width, self._values.height = sizes[0]

    def _on_shelf(self) -> None:
        """Choose the remembered model again, or the default one if it is gone."""
        known = self._registry.at(self._values.model)
        if known is not None and known.usable:
            self._show(known.path)
            return
        gone = self._values.model
        if self._registry.awaits_servers and server_of(gone):
            return
        best = self._registry.best(self.default_model)
        if best is None:
            return
        self.choose(best.path)
        if gone and gone != best.path and self._registry.is_read:
            words = self.tr("The model “{name}” can’t be used any more: “{other}” is chosen now.")
            self.said.emit(words.format(name=_name_in(gone), other=shown_name(best.name)))

    def _show(self, path: str) -> None:
        self.picker.set_value(path)
        model = self._registry.at(path)
        if model is None:
            return
        self._values.compute_unit = self.units.show_model(model, self._values.compute_unit)
        self._show_about(model)
        self.model_changed.emit(model)

    def _show_anywhere(self, on: bool) -> None:
        self.anywhere.setChecked(on)
        if self.model is not None:
            self._show_about(self.model)

    def _show_about(self, model: Model) -> None:
        """Show where the model is drawn with, and whether others could draw as well."""
        others = same_models(model, self._registry.models)
        places = [place_name(one.server) for one in (model, *others)]
        self.anywhere.setVisible(bool(others))
        self.anywhere.setToolTip(
            self.tr(
                "Each picture is drawn by the first of {places} that is free: they have the "
                "same model."
            ).format(places=", ".join(places))
        )
        if not (others and self._values.anywhere):
            places = places[:1] if model.server else []
        place = self.tr("On {server}").format(server=", ".join(places)) if places else ""
        about = "  ·  ".join(part for part in (place, translate_message(model.good_at)) if part)
        self.about.setText(about)
        self.about.setVisible(bool(about))


def _name_in(path: str) -> str:
    """Return the name of the model that was at `path`, here or on a server."""
    file = ServerFile.of(path)
    return Path(file.name if file else path).stem
