"""The dialog 'Model Info': facts, missing parts, the prediction type, and related commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.messages import Message, Text
from desktop.models.conversion.converted_folder import report_of, why_not
from desktop.models.model import Model
from desktop.models.resources import resource
from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.conversion_text import gigabytes
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.models.sample_strip import SampleStrip, samples_of
from desktop.ui.system.reveal import reveal_words
from desktop.ui.theme.theme import scaled_font

from .neural_engine_check import NeuralEngineView

_WIDTH, _TALLEST = 500, 620
_BUTTONS = 60
"""Height of the buttons below the content, in pixels."""


class PredictionChoice(QWidget):
    """The prediction type, shown only if the files leave it open. Signals: `chosen(str)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = PopUpButton()
        self.button.add_entry(self.tr("Noise (epsilon)"), "epsilon")
        self.button.add_entry(self.tr("Velocity (v-prediction)"), "v_prediction")
        self.button.value_changed.connect(self._on_choice)
        form = Form()
        form.add_row(
            self.tr("Predicts"),
            self.button,
            self.tr("What the model was trained to predict: the wrong one gives colored noise."),
        ).note(
            self.tr(
                "The files of this model don’t say it. If its pictures come out as noise, choose "
                "the other one: Easel remembers it for this model."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)

    def show_model(self, model: Model) -> None:
        """Show the prediction type assumed for `model`."""
        self.setVisible(model.prediction_open)
        self.button.set_value(model.prediction)

    def _on_choice(self, prediction: str) -> None:
        self.chosen.emit(prediction)


class ModelInfoDialog(QDialog):
    """The dialog of one model; call `show_model` again when the model changes.

    Signals: `prediction_chosen(str)`, the user's choice of the model's prediction type;
    `convert_requested()`, `reveal_requested()`, `check_requested()`.
    """

    prediction_chosen = Signal(str)
    convert_requested = Signal()
    reveal_requested = Signal()
    check_requested = Signal()

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Model Info"))
        self.model = model
        self.title = _plain("", scale=1.25, bold=True)
        self.about = _plain("")
        self.about.setProperty("tone", "secondary")
        self.prediction = PredictionChoice()
        self.samples = SampleStrip(samples_of("starter") if _is_starter(model) else ())
        self.engine = NeuralEngineView()
        self._facts = QWidget()
        self.facts = QGridLayout(self._facts)
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 24, 24, 8)
        inner.setSpacing(12)
        for widget in (self.title, self.about, self.samples, self.prediction, self._facts):
            inner.addWidget(widget)
        inner.addWidget(self.engine)
        inner.addStretch(1)
        self._content, self._area = content, QScrollArea()
        area = self._area
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addLayout(self._buttons())
        self.prediction.chosen.connect(self.prediction_chosen)
        self.engine.check_requested.connect(self.check_requested)
        self.show_model(model)
        self._fit()

    def _fit(self) -> None:
        """Fit the height to the content, within limits, without empty space below a short one."""
        layout = self._content.layout()
        wanted = layout.totalHeightForWidth(_WIDTH) if layout is not None else 0
        self.resize(_WIDTH, min(max(wanted, 0) + _BUTTONS, _TALLEST))

    def show_model(self, model: Model) -> None:
        """Show `model`."""
        self.model = model
        self.title.setText(shown_name(model.name))
        lines = [model.problem or model.good_at, *model.notices]
        if model.memory_warning:
            lines.append(model.memory_warning)
        self.about.setText("\n".join(translate_message(line) for line in lines if line))
        self.about.setVisible(bool(self.about.text()))
        self.prediction.show_model(model)
        self._show_facts(facts_of(model))
        reason = why_not(model)
        self.convert.setVisible(model.kind != "coreml")
        self.convert.setEnabled(not reason)
        self.convert.setToolTip(translate_message(reason) or self.tr("Make a Core ML model of it."))
        self.engine.setVisible(model.kind == "coreml" and model.form == "packages")
        found = report_of(Path(model.path)).get("neural_engine") if model.kind == "coreml" else None
        self.engine.show_report(found)

    def _show_facts(self, facts: Sequence[tuple[Message, Text]]) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (label, value) in enumerate(facts):
            name = QLabel(translate_message(label))
            name.setProperty("tone", "secondary")
            top = Qt.AlignmentFlag.AlignTop
            self.facts.addWidget(name, row, 0, top | Qt.AlignmentFlag.AlignRight)
            self.facts.addWidget(_plain(translate_message(value)), row, 1, top)

    def _buttons(self) -> QHBoxLayout:
        self.reveal = QPushButton(reveal_words())
        self.convert = QPushButton(self.tr("Convert to Core ML…"))
        self.done_button = QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 16)
        row.setSpacing(8)
        row.addWidget(self.reveal)
        row.addWidget(self.convert)
        row.addStretch(1)
        row.addWidget(self.done_button)
        for button in (self.reveal, self.convert, self.done_button):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self.reveal.clicked.connect(self.reveal_requested)
        self.convert.clicked.connect(self.convert_requested)
        self.done_button.clicked.connect(self.close)
        return row


def facts_of(model: Model) -> list[tuple[Message, Text]]:
    """Return all facts about `model`, as (label, value)."""
    facts = list(model.details)
    usual = model.defaults
    size = f"{usual.width} × {usual.height}"
    facts.append(
        (
            Message("Made for"),
            Message(
                "{size} pixels, {steps} steps, guidance {guidance}",
                size=size,
                steps=usual.steps,
                guidance=f"{usual.guidance_scale:g}",
            ),
        )
    )
    if model.precision:
        facts.append((Message("Precision"), model.precision))
    if model.size_bytes:
        facts.append((Message("Size"), gigabytes(model.size_bytes)))
    facts.append((Message("Where"), _short(model.path)))
    return facts


def _is_starter(model: Model) -> bool:
    return Path(model.path) == resource("starter")


def _short(path: str) -> str:
    place, home = Path(path), Path.home()
    return f"~/{place.relative_to(home)}" if place.is_relative_to(home) else path


def _plain(text: str, *, scale: float = 1.0, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if bold or scale != 1.0:
        label.setFont(scaled_font(label, scale, bold=bold))
    return label
