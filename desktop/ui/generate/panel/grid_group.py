"""A grid over one or two settings: which ones, their values, and the number of pictures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.core.errors import BadInput
from desktop.core.grids.grid_axes import KINDS, joined, parse_axis, split_values
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.ui.controls.form import Form, reason_label
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.bindings import bind
from desktop.ui.state.control_values import ControlValues


class TextLine(QLineEdit):
    """A line edit. Signals: `value_changed(object)`, the text, for the user's edits only."""

    value_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(20_000)
        self.textEdited.connect(self._on_edit)

    def _on_edit(self, text: str) -> None:
        self.value_changed.emit(text)

    def set_value(self, value: str) -> None:
        """Show `value`."""
        if value != self.text():
            self.setText(value)


translate = QCoreApplication.translate


def kind_names() -> dict[str, str]:
    """Return the labels of the settings that a grid can vary."""
    return {
        "prompt": translate("Grid", "Words of the prompt"),
        "seed": translate("Grid", "Seed"),
        "steps": translate("Grid", "Steps"),
        "guidance": translate("Grid", "Guidance"),
        "sampler": translate("Grid", "Sampler"),
        "noise_schedule": translate("Grid", "Schedule"),
        "model": translate("Grid", "Model"),
        "clip_skip": translate("Grid", "Clip skip"),
        "strength": translate("Grid", "Strength"),
        "variation": translate("Grid", "Variation"),
    }


class AxisControl(QWidget):
    """One axis: the setting, its values, and a menu of named values."""

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        kind: str,
        text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values, self._registry = values, registry
        self._kind, self._text = kind, text
        self.kind = PopUpButton()
        self.kind.add_entry(self.tr("Nothing"), "")
        for name, words in kind_names().items():
            self.kind.add_entry(words, name)
        self.line = TextLine()
        self.add = icon_button("plus", self.tr("Add a value by its name"))
        self.menu = QMenu(self.add)
        self.add.setMenu(self.menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.aboutToShow.connect(self.fill)
        self._below = QWidget()
        row = QHBoxLayout(self._below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.kind)
        column.addWidget(self._below)
        self.setFocusProxy(self.kind)
        bind(values, kind, self.kind)
        bind(values, text, self.line)
        values.watch(kind, self._show)

    def set_names(self, name: str) -> None:
        """Set the accessible names of both parts."""
        self.kind.setAccessibleName(name)
        self.line.setAccessibleName(self.tr("{axis}: values").format(axis=name))

    def fill(self) -> None:
        """Fill the menu with the named values of the chosen setting."""
        self.menu.clear()
        for words, value in self._offers():
            action = self.menu.addAction(words)
            action.triggered.connect(lambda _=False, value=value: self._append(value))

    def _offers(self) -> list[tuple[str, str]]:
        kind = getattr(self._values, self._kind)
        if kind == "sampler":
            return [(sampler.label, sampler.id) for sampler in SAMPLERS.values()]
        if kind == "noise_schedule":
            return [(entry.label, entry.id) for entry in NOISE_SCHEDULES.values()]
        if kind == "model":
            return [(model.name, model.name) for model in self._registry.models if model.usable]
        return []

    def _append(self, value: str) -> None:
        known = split_values(getattr(self._values, self._text))
        setattr(self._values, self._text, joined([*known, value]))

    def _show(self, kind: str) -> None:
        self._below.setVisible(bool(kind))
        self.add.setVisible(kind in ("sampler", "noise_schedule", "model"))
        if kind in KINDS:
            self.line.setPlaceholderText(
                KINDS[kind].example or self.tr("Names, separated by commas")
            )


class GridGroup(QWidget):
    """The group's content; every value is in `ControlValues`."""

    def __init__(
        self, values: ControlValues, registry: ModelRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = values
        self.columns = AxisControl(values, registry, "grid_columns", "grid_column_values")
        self.rows = AxisControl(values, registry, "grid_rows", "grid_row_values")
        self.words = reason_label(self)
        form = Form()
        form.add_row(
            self.tr("Across"), self.columns, self.tr("The setting that changes from left to right.")
        )
        form.add_row(
            self.tr("Down"), self.rows, self.tr("The setting that changes from top to bottom.")
        )
        self.columns.set_names(self.tr("Across"))
        self.rows.set_names(self.tr("Down"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(form)
        column.addWidget(self.words)
        for name in ("grid_columns", "grid_column_values", "grid_rows", "grid_row_values"):
            values.watch(name, lambda _: self._show())

    def _show(self) -> None:
        self.words.setText(self._sentence())
        self.words.show()

    def _sentence(self) -> str:
        values = self._values
        if not values.grid_axes():
            return self.tr("Draws a picture for each value, and a sheet that compares them.")
        try:
            counts = [len(parse_axis(*axis).values) for axis in values.grid_axes()]
        except BadInput as error:
            return translate_message(error.message)
        if values.grid_columns == "prompt" or values.grid_rows == "prompt":
            more = self.tr("The first words stand in the prompt; the others take their place.")
        else:
            more = ""
        total = counts[0] * (counts[1] if len(counts) > 1 else 1)
        return " ".join((self.tr("%n picture(s) and a sheet.", "", total), more)).strip()
