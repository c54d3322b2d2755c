"""The facts about one model, and the commands on it."""

from __future__ import annotations

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
from desktop.models.conversion.shrinking import why_not_shrink
from desktop.models.model import Model
from desktop.ui.controls.breakable_label import BreakableLabel
from desktop.ui.controls.note import Note
from desktop.ui.i18n import model_text as words
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_kinds import group_of
from desktop.ui.model_list.model_rows import facts_of_asset
from desktop.ui.system.reveal import reveal_words
from desktop.ui.theme.theme import scaled_font

WIDTH = 292


class ModelDetails(QFrame):
    """The details.

    Signals: `use_requested(str)`, `reveal_requested(str)`, `info_requested(str)`,
    `shrink_requested(str)` with the path; `verify_requested(object)`, `trash_requested(object)`
    with the model or asset itself.
    """

    use_requested = Signal(str)
    reveal_requested = Signal(str)
    info_requested = Signal(str)
    shrink_requested = Signal(str)
    verify_requested = Signal(object)
    trash_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelDetails")
        self.setFixedWidth(WIDTH)
        self.thing: Model | Asset | None = None
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
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(1, 1)
        self.use = QPushButton(self.tr("Use This Model"))
        self.use.setProperty("kind", "primary")
        self.reveal = QPushButton(reveal_words())
        self.info = QPushButton(self.tr("Model Info…"))
        self.info.setToolTip(
            self.tr("What it predicts, what keeps it off the Neural Engine, and conversion.")
        )
        self.shrink = QPushButton(self.tr("Make It Smaller"))
        self.shrink.setToolTip(
            self.tr("Writes a second model beside it that takes half the memory, in eight bits.")
        )
        self.verify = QPushButton(self.tr("Verify"))
        self.verify.setToolTip(
            self.tr("Reads the whole model and checks that nothing is missing or damaged.")
        )
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
        for widget in self._below():
            below.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(below)

    def _below(self) -> tuple[QWidget, ...]:
        buttons = (self.use, self.info, self.shrink, self.reveal, self.verify, self.trash)
        return (self.outcome, *buttons)

    def _connect(self) -> None:
        def with_path(signal: SignalInstance):
            return lambda: signal.emit(self.thing.path) if self.thing is not None else None

        self.use.clicked.connect(with_path(self.use_requested))
        self.reveal.clicked.connect(with_path(self.reveal_requested))
        self.info.clicked.connect(with_path(self.info_requested))
        self.shrink.clicked.connect(with_path(self.shrink_requested))
        self.verify.clicked.connect(lambda: self.verify_requested.emit(self.thing))
        self.trash.clicked.connect(lambda: self.trash_requested.emit(self.thing))

    def show_thing(self, thing: Model | Asset | None) -> None:
        """Show the facts about `thing`."""
        self.thing = thing
        self.setVisible(thing is not None)
        if thing is None:
            return
        model = thing if isinstance(thing, Model) else None
        self.title.setText(shown_name(thing.name))
        good_at = (
            facts_of_asset(thing) if isinstance(thing, Asset) else translate_message(thing.good_at)
        )
        self.good_at.setText(good_at)
        self.good_at.setVisible(bool(good_at))
        self.problem.say(thing.problem)
        self.memory.say(model.memory_warning if model is not None else None)
        self.notice.say(
            "\n".join(map(translate_message, model.notices)) if model is not None else ""
        )
        self.outcome.say("")
        self._show_lines(thing)
        own = model is not None and model.source == "Easel"
        self.use.setVisible(model is not None and model.usable)
        self.info.setVisible(model is not None and model.usable)
        self.shrink.setVisible(model is not None and why_not_shrink(model) is None)
        self.verify.setVisible(model is not None and not own)
        self.trash.setVisible(not own)
        self.verify.setEnabled(True)

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
            lines += [
                (translate_message(label), translate_message(value))
                for label, value in thing.details
            ]
        lines.append((self.tr("Where"), thing.path))
        for row, (label, value) in enumerate(lines):
            name, text = QLabel(label), BreakableLabel()
            for shown in (name, text):
                shown.setFont(scaled_font(shown, 0.88))
            text.show_text(value)
            name.setWordWrap(True)
            name.setProperty("tone", "secondary")
            name.setFixedWidth(84)
            self._lines.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
