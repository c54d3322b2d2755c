"""The catalogue: the cards of one group, or those that match a search."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.core.names import name_key
from desktop.models.catalogue.catalogue import catalogue
from desktop.models.catalogue.catalogue_cards import cards_of
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.machine import Machine, this_machine
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.models.model_fetcher import ModelFetcher
from desktop.ui.theme.icons import icon

from .card_list import CardList
from .entry_card import EntryCard


class CataloguePage(CardList):
    """The page of cards.

    Signals: `use_requested(str)`, `token_requested()`, `address_given(str)`,
    `hub_search_requested(str)`, a name to search for on Hugging Face.
    """

    use_requested = Signal(str)
    token_requested = Signal()
    address_given = Signal(str)
    hub_search_requested = Signal(str)

    def __init__(
        self,
        fetcher: ModelFetcher,
        registry: ModelRegistry,
        machine: Machine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        machine = machine or this_machine()
        self.address = _AddressRow()
        self.address.button.clicked.connect(self._on_look_up)
        self.add(self.address)
        self.entry_cards: list[EntryCard] = []
        for card in cards_of(catalogue(), machine):
            shown = EntryCard(card, fetcher, machine)
            shown.use_requested.connect(self.use_requested)
            shown.token_requested.connect(self.token_requested)
            self.entry_cards.append(shown)
            self.add(shown)
        fetcher.changed.connect(self._on_entry)
        fetcher.downloads.changed.connect(self._on_download)
        registry.changed.connect(self._refresh)

    def show_group(self, group: str, title: str, about: str) -> None:
        """Show the cards of `group`."""
        self.title.setText(title)
        self.say_about(about)
        self.address.show_text("")
        self._show_only([card for card in self.entry_cards if card.card.group == group])
        self.say_empty("")

    def show_matches(self, text: str) -> None:
        """Show the cards with all words of `text`; for an address, offer to ask the hub."""
        parts = name_key(text).split()
        fitting = [c for c in self.entry_cards if all(part in c.card.text for part in parts)]
        self.title.setText(self.tr("Search"))
        self.say_about("")
        self.address.show_text(text)
        self._show_only(fitting)
        empty = not fitting and not is_address(text)
        hint = self.tr(
            "Easel’s own list has no model with this name. You can also paste an address: "
            "org/name, a page of huggingface.co or civitai.com, or a link to a .safetensors or "
            ".zip file."
        )
        self.say_empty(hint if empty else "")

    def _on_look_up(self) -> None:
        text = self.address.text
        (self.address_given if is_address(text) else self.hub_search_requested).emit(text)

    def _show_only(self, cards: list[EntryCard]) -> None:
        for card in self.entry_cards:
            card.setVisible(card in cards)
        self.area.verticalScrollBar().setValue(0)

    def _on_entry(self, entry_id: str) -> None:
        for card in self.entry_cards:
            if card.entry.id == entry_id:
                card.show_state()

    def _on_download(self, status: DownloadStatus) -> None:
        for card in self.entry_cards:
            if card.entry.name == status.name:
                card.show_state()

    def _refresh(self) -> None:
        for card in self.entry_cards:
            card.show_state()


def is_address(text: str) -> bool:
    """Return whether `text` is an address rather than a name to search for."""
    return "/" in text or text.strip().lower().startswith("urn:air:")


class _AddressRow(QFrame):
    """The offer to ask Hugging Face about pasted or typed text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.text = ""
        picture = QLabel()
        picture.setPixmap(icon("search").pixmap(18, 18))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.button = QPushButton(self.tr("Look Up"))
        self.button.setProperty("kind", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Offer to look `text` up; "" hides the row."""
        self.text = text.strip()
        shown = self.text if len(self.text) <= 90 else f"{self.text[:60]}…{self.text[-28:]}"
        if is_address(self.text):
            self.words.setText(self.tr("See what is at “{address}”").format(address=shown))
            self.button.setText(self.tr("Look Up"))
        else:
            self.words.setText(self.tr("Search Hugging Face for “{text}”").format(text=shown))
            self.button.setText(self.tr("Search"))
        self.setVisible(bool(self.text))
