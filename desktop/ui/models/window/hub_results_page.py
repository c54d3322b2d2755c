"""The results of a Hugging Face search by name: repositories, each of which can be opened."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import BadInput, EaselError
from desktop.models.downloads.sources.hub import FoundRepository
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.note import Note
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.theme.theme import scaled_font

from .card_list import CardList


class HubResultsPage(CardList):
    """The page of results.

    Signals: `chosen(str)`, look into that repository; `again_requested(str)`, repeat the search;
    `back_requested()`.
    """

    chosen = Signal(str)
    again_requested = Signal(str)
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._text = ""
        self.rows: list[ResultRow] = []
        self.ring = ProgressRing(22)
        self.back = QPushButton(self.tr("Back"))
        self.head.addWidget(self.ring)
        self.head.addWidget(self.back)
        self.note = Note("warning")
        self.again = QPushButton(self.tr("Try Again"))
        self.cards.insertWidget(0, self.note)
        self.cards.insertWidget(1, self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.back.clicked.connect(self.back_requested)
        self.again.clicked.connect(lambda: self.again_requested.emit(self._text))

    def show_waiting(self, text: str) -> None:
        """Show that Hugging Face is being searched for `text`."""
        self._text = text
        self._clear()
        self.title.setText(self.tr("Searching Hugging Face…"))
        self.say_about(text)
        self.ring.setVisible(True)
        self.ring.set_progress(None)

    def show_results(self, found: list[FoundRepository]) -> None:
        """Show the repositories found, the most downloaded first."""
        self._clear()
        self.title.setText(self.tr("On Hugging Face"))
        self.say_about(
            self.tr("Found for “{text}”: {count}").format(text=self._text, count=len(found))
        )
        for one in found:
            row = ResultRow(one)
            row.button.clicked.connect(lambda _=False, name=one.repository: self.chosen.emit(name))
            self.rows.append(row)
            self.add(row)
        self.say_empty("" if found else self.tr("Nothing on Hugging Face has this name."))

    def show_error(self, error: EaselError) -> None:
        """Show why the search failed."""
        self._clear()
        self.title.setText(self.tr("Not Available"))
        self.note.say(error.message)
        self.again.setVisible(not isinstance(error, BadInput))

    def _clear(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        self.note.say("")
        self.say_empty("")
        self.again.hide()
        self.ring.hide()


class ResultRow(QFrame):
    """One repository, with a button that opens it."""

    def __init__(self, found: FoundRepository, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        title = ElidedLabel()
        title.setFont(scaled_font(title, 1.0, bold=True))
        title.set_full_text(found.repository)
        number = QLocale().toString
        words = [self.tr("{count} downloads").format(count=number(found.downloads))]
        words.append(self.tr("{count} likes").format(count=number(found.likes)))
        if found.gated:
            words.append(self.tr("terms must be accepted"))
        facts = QLabel("  ·  ".join(words))
        facts.setFont(scaled_font(facts, 0.88))
        facts.setProperty("tone", "secondary")
        self.button = QPushButton(self.tr("Show"))
        self.button.setAccessibleName(self.tr("Show {name}").format(name=found.repository))
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(title)
        texts.addWidget(facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self.button)
