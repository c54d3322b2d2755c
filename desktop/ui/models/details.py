"""All that is known of one model, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.models.asset import Asset
from desktop.models.model import Model
from desktop.ui.controls.popup_button import PopUpButton
from desktop.ui.say import say
from desktop.ui.theme import scaled_font

from . import words
from .kinds import group_of
from .model_rows import facts_of_asset
from .note import Note

WIDTH = 292


class Details(QFrame):
    """Signals: `use_requested(str)`, `reveal_requested(str)`, `verify_requested(object)`,
    `trash_requested(object)` with the model; `prediction_chosen(str, str)`, a path and what the
    user says that the model predicts. `was_answered` tells whether the user said so before.
    """

    use_requested = Signal(str)
    reveal_requested = Signal(str)
    verify_requested = Signal(object)
    trash_requested = Signal(object)
    prediction_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelDetails")
        self.setFixedWidth(WIDTH)
        self.thing: Model | Asset | None = None
        self.was_answered: Callable[[str], bool] = lambda _path: False
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setFont(scaled_font(self.title, 1.15, bold=True))
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.good_at = QLabel()
        self.good_at.setWordWrap(True)
        self.good_at.setProperty("tone", "secondary")
        self.problem = Note("warning")
        self.memory = Note("warning")
        self.notice = Note("info")
        self.outcome = Note("check")
        self.prediction_label = QLabel(self.tr("Was trained to predict"))
        self.prediction_label.setFont(scaled_font(self.prediction_label, 0.88))
        self.prediction = PopUpButton()
        self.prediction.setAccessibleName(self.prediction_label.text())
        self.prediction.add_entry(self.tr("Noise (base, 512 pixels)"), "epsilon")
        self.prediction.add_entry(self.tr("Velocity (768-v)"), "v_prediction")
        self.prediction.setToolTip(
            self.tr("The file doesn’t say. With the wrong one pictures come out as noise.")
        )
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(1, 1)
        self.use = QPushButton(self.tr("Use This Model"))
        self.use.setProperty("kind", "primary")
        self.reveal = QPushButton(self.tr("Show in Finder"))
        self.verify = QPushButton(self.tr("Verify"))
        self.verify.setToolTip(self.tr("Reads all of it and says whether it is whole."))
        self.trash = QPushButton(self.tr("Move to Trash…"))
        self._lay_out()
        self._connect()
        self.show_thing(None)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (self.title, self.good_at, self.problem, self.memory, self.notice):
            column.addWidget(widget)
        column.addWidget(self.prediction_label)
        column.addWidget(self.prediction)
        column.addSpacing(4)
        column.addLayout(self._lines)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        below = QVBoxLayout()
        below.setContentsMargins(16, 8, 16, 16)
        below.setSpacing(8)
        for widget in (self.outcome, self.use, self.reveal, self.verify, self.trash):
            below.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(below)

    def _connect(self) -> None:
        def with_path(signal: SignalInstance):
            return lambda: signal.emit(self.thing.path) if self.thing is not None else None

        self.use.clicked.connect(with_path(self.use_requested))
        self.reveal.clicked.connect(with_path(self.reveal_requested))
        self.verify.clicked.connect(lambda: self.verify_requested.emit(self.thing))
        self.trash.clicked.connect(lambda: self.trash_requested.emit(self.thing))
        self.prediction.value_changed.connect(self._on_prediction)

    def show_thing(self, thing: Model | Asset | None) -> None:
        """Show what is known of `thing`."""
        self.thing = thing
        self.setVisible(thing is not None)
        if thing is None:
            return
        model = thing if isinstance(thing, Model) else None
        self.title.setText(thing.name)
        good_at = facts_of_asset(thing) if isinstance(thing, Asset) else say(thing.good_at)
        self.good_at.setText(good_at)
        self.good_at.setVisible(bool(good_at))
        self.problem.say(thing.problem)
        self.memory.say(model.memory_warning if model is not None else "")
        self.notice.say("\n".join(model.notices) if model is not None else "")
        self.outcome.say("")
        asked = model is not None and self._is_guess(model)
        self.prediction_label.setVisible(asked)
        self.prediction.setVisible(asked)
        if model is not None:
            self.prediction.set_value(model.prediction)
        self._show_lines(thing)
        own = model is not None and model.source == "Easel"
        self.use.setVisible(model is not None and model.usable)
        self.verify.setVisible(model is not None and not own)
        self.trash.setVisible(not own)
        self.verify.setEnabled(True)

    def _is_guess(self, model: Model) -> bool:
        guessed = not model.sure or (model.kind == "coreml" and bool(model.notices))
        return model.family == "sd2" and (guessed or self.was_answered(model.path))

    def _show_lines(self, thing: Model | Asset) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        lines = [(self.tr("Kind"), group_of(thing))]
        if thing.size_bytes:
            lines.append((self.tr("Size"), words.size(thing.size_bytes)))
        if thing.precision:
            lines.append((self.tr("Precision"), thing.precision))
        if isinstance(thing, Model):
            lines += [(words.said_label(label), say(value)) for label, value in thing.details]
        lines.append((self.tr("Where"), thing.path))
        for row, (label, value) in enumerate(lines):
            name, text = QLabel(label), QLabel(_breakable(value))
            for shown in (name, text):
                shown.setFont(scaled_font(shown, 0.88))
                shown.setWordWrap(True)
            name.setProperty("tone", "secondary")
            name.setFixedWidth(84)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)

    def _on_prediction(self, value: str) -> None:
        if self.thing is not None:
            self.prediction_chosen.emit(self.thing.path, value)


def _breakable(text: str) -> str:
    """`text` with places at which a long path or name may be broken into lines."""
    for mark in "/_-.":
        text = text.replace(mark, mark + "\u200b")
    return text
