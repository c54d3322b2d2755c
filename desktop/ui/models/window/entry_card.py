"""One model of the catalogue: its strengths, its requirements, its variants, and Get."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.messages import english
from desktop.models.catalogue.catalogue import CatalogueEntry
from desktop.models.catalogue.catalogue_cards import Card, obstacle
from desktop.models.downloads.download_errors import NeedsToken
from desktop.models.machine import Machine
from desktop.ui.controls.breakable_label import unbroken
from desktop.ui.controls.note import Note
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n import model_text as words
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.models.model_fetcher import ModelFetcher
from desktop.ui.models.sample_strip import SampleStrip, samples_of
from desktop.ui.theme.theme import scaled_font

from .get_area import GetArea

SIDE = 44
_HUES = {"XL": 262, "SSD": 292, "2.1": 200, "2": 200, "1.5": 152, "1.4": 152, "E": 24}
_OTHER_HUE = 214


class FamilyBadge(QWidget):
    """The decorative tile, skipped by screen readers."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setFixedSize(SIDE, SIDE)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_badge(painter, QRectF(self.rect()), self._text, self)


def draw_badge(painter: QPainter, box: QRectF, text: str, widget: QWidget) -> None:
    """Draw the tile with `text` into `box`, in a color derived from the text."""
    hue = _HUES.get(text, _OTHER_HUE)
    fill = QLinearGradient(box.topLeft(), box.bottomLeft())
    fill.setColorAt(0, QColor.fromHsl(hue, 120, 138))
    fill.setColorAt(1, QColor.fromHsl(hue, 120, 102))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, box.width() * 0.23, box.width() * 0.23)
    painter.setFont(scaled_font(widget, 0.85 if len(text) > 3 else 1.0, bold=True))
    painter.setPen(QColor("white"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class EntryCard(QFrame):
    """The card, updated from `ModelFetcher` and the library by `refresh`.

    Signals: `use_requested(str)`, a model's path; `token_requested()`.
    """

    use_requested = Signal(str)
    token_requested = Signal()

    def __init__(
        self, card: Card, fetcher: ModelFetcher, machine: Machine, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.card = card
        self.entry: CatalogueEntry = card.entries[0]
        self._fetcher = fetcher
        self._machine = machine
        self.title = QLabel(shown_name(card.title))
        self.title.setFont(scaled_font(self.title, 1.08, bold=True))
        self.good_at = _line(0.95)
        self.facts = _line(0.88, secondary=True)
        self.obstacle = Note("warning")
        self.trouble = Note("warning")
        self.token = QPushButton(self.tr("Set a Token…"))
        self.token.setProperty("kind", "link")
        self.token.setAccessibleName(self.tr("Set a token for {name}").format(name=card.title))
        self.token.clicked.connect(self.token_requested)
        self.variant = PopUpButton()
        self.area = GetArea(card.title)
        self._lay_out()
        self._connect()
        self._fill_variants()
        self.refresh()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(self.title)
        texts.addWidget(self.good_at)
        texts.addWidget(self.facts)
        self.samples = SampleStrip(samples_of(self.entry.id), self)
        texts.addWidget(self.samples)
        texts.addWidget(self.obstacle)
        texts.addWidget(self.trouble)
        texts.addWidget(self.token, 0, Qt.AlignmentFlag.AlignLeft)
        texts.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.area, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.variant)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(14)
        row.addWidget(FamilyBadge(self.entry.badge), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addLayout(right)

    def _connect(self) -> None:
        fetcher, area = self._fetcher, self.area
        area.get_requested.connect(lambda: fetcher.get(self.entry))
        area.pause_requested.connect(lambda: self._with_download(fetcher.downloads.pause))
        area.resume_requested.connect(lambda: self._with_download(fetcher.downloads.resume))
        area.use_requested.connect(lambda: self.use_requested.emit(fetcher.path(self.entry)))
        self.variant.value_changed.connect(self.choose)

    def _with_download(self, do: Callable[[str], object]) -> None:
        status = self._fetcher.status(self.entry)
        if status is not None:
            do(status.id)

    def _fill_variants(self) -> None:
        self.variant.setVisible(len(self.card.entries) > 1)
        self.variant.setFixedWidth(216)
        self.variant.setAccessibleName(self.tr("Variant of {name}").format(name=self.card.title))
        self.variant.setToolTip(
            self.tr("The same model in several forms; the one that suits this computer is first.")
        )
        for entry in self.card.entries:
            self.variant.add_entry(words.said_variant(entry.variant), entry.id)
        self.variant.set_value(self.entry.id)

    def choose(self, entry_id: str) -> None:
        """Show the variant with this id."""
        self.entry = next(entry for entry in self.card.entries if entry.id == entry_id)
        self.variant.set_value(entry_id)
        self.refresh()

    def refresh(self) -> None:
        """Show the entry's texts and state."""
        entry = self.entry
        self.good_at.setText(translate_message(english(entry.good_at)))
        needs = (
            self.tr("Needs: {what}").format(what=translate_message(english(entry.needs)))
            if entry.needs
            else ""
        )
        facts = (
            words.entry_size(entry),
            translate_message(english(entry.suits)),
            unbroken(entry.licence),
            needs,
        )
        self.facts.setText("  ·  ".join(fact for fact in facts if fact))
        self.show_state()

    def show_state(self) -> None:
        """Show the entry's state: available, downloading, or installed."""
        fetcher, entry = self._fetcher, self.entry
        status = fetcher.status(entry)
        path = "" if status is not None else fetcher.path(entry)
        if fetcher.is_busy(entry):
            self.area.look()
        elif status is not None:
            self.area.show_status(status)
        elif path:
            self.area.here(usable=entry.kind == "model")
        else:
            self.area.offer()
        hindrance = None if path else obstacle(entry, self._machine)
        self.obstacle.say(hindrance)
        error = fetcher.trouble(entry)
        failed = status is not None and status.state == "failed"
        wants_token = isinstance(error, NeedsToken)
        message = error.message if error is not None else None
        if failed and status is not None:
            message, wants_token = status.message, status.needs_token
        shown = message is not None and not fetcher.is_busy(entry)
        self.trouble.say(message if shown else None)
        self.token.setVisible(shown and wants_token)


def _line(factor: float, *, secondary: bool = False) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setFont(scaled_font(label, factor))
    if secondary:
        label.setProperty("tone", "secondary")
    return label
