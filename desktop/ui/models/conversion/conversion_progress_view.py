"""The progress of a conversion: its phases, each one's share, and the time left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.messages import Message
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.i18n import progress_text as progress_words
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme.icons import icon
from desktop.ui.theme.theme import scaled_font
from desktop.worker.session_state import Cancelling, State, Working

_ROW, _SIGN = 28, 16


class PhaseRow(QWidget):
    """One phase: an icon for its state, and its name."""

    def __init__(self, phase: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_ROW)
        self._words = translate_message(phase)
        self.ring = ProgressRing(_SIGN)
        self.sign = QLabel()
        self.sign.setPixmap(icon("check").pixmap(QSize(_SIGN, _SIGN)))
        self.words = QLabel(self._words)
        self._signs = QStackedWidget()
        self._signs.setFixedSize(_SIGN, _SIGN)
        self._signs.addWidget(self.ring)
        self._signs.addWidget(self.sign)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._signs)
        row.addWidget(self.words, 1)
        self.show_fraction(0.0)

    def show_fraction(self, fraction: float | None, *, at_work: bool = False) -> None:
        """Show that the phase is waiting (0), done (1), or how far along it is."""
        done = fraction is not None and fraction >= 1 and not at_work
        self._signs.setCurrentWidget(self.sign if done else self.ring)
        self.ring.set_progress(fraction)
        self.words.setEnabled(done or at_work)
        self.words.setFont(scaled_font(self, 1.0, bold=at_work))
        share = f", {fraction:.0%}" if at_work and fraction is not None else ""
        self.setAccessibleName(self._words + share)


class ConversionProgressView(QWidget):
    """The view of the session's state for one job."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setFont(scaled_font(self.title, 1.15, bold=True))
        self.title.setWordWrap(True)
        self.detail = QLabel()
        self.detail.setProperty("tone", "secondary")
        self.ring = ProgressRing(40)
        self.rows: list[PhaseRow] = []
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        content = QWidget()
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(56, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(top)
        column.addWidget(area, 1)

    def begin(self, name: str, *, waits: bool) -> None:
        """Begin a queued job for the model `name`; `waits`: other jobs come first."""
        self._set_phases(())
        self.title.setText(self.tr("Converting {name}").format(name=name))
        self.detail.setText(
            self.tr("Waiting for the jobs before it") if waits else self.tr("Reading the model")
        )
        self.ring.set_progress(None)

    def show_state(self, state: State) -> None:
        """Show the job's progress."""
        if isinstance(state, Cancelling):
            self.detail.setText(self.tr("Stopping…"))
            return
        if not isinstance(state, Working):
            return
        if [row.property("phase") for row in self.rows] != list(state.phases):
            self._set_phases(state.phases)
        for place, row in enumerate(self.rows):
            if place == state.place:
                row.show_fraction(state.fraction, at_work=True)
            else:
                row.show_fraction(1.0 if place < state.place else 0.0)
        self.ring.set_progress(state.overall)
        share = "" if state.overall is None else f"{state.overall:.0%}"
        left = progress_words.detail(state) or self.tr("Working out how long it takes")
        self.detail.setText("  ·  ".join(words for words in (share, left) if words))

    def _set_phases(self, phases: tuple[Message, ...]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for place, phase in enumerate(phases):
            row = PhaseRow(phase)
            row.setProperty("phase", phase)
            self._list.insertWidget(place, row)
            self.rows.append(row)
