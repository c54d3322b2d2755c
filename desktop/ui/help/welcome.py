"""The welcome above the gallery: what was found on this computer, and one model that suits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.core.messages import english
from desktop.models.catalogue.catalogue import CatalogueEntry, recommended_entry
from desktop.models.library import ModelLibrary
from desktop.models.locations.other_apps import other_places
from desktop.models.machine import this_machine
from desktop.process.diagnostics import without_home
from desktop.storage.settings_file import folder_among
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.i18n.model_text import entry_size, said_variant
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.ui_state import UiState
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background

SEEN = "welcomed"
_MOST_ROWS = 3


class Found(NamedTuple):
    """A folder of another app with models that Easel can use."""

    app: str
    path: str
    models: int


class Welcome(QFrame):
    """A card with a row for each suggestion; closing it is permanent.

    Signals: `folder_wanted(str)`, use the models in that folder; `model_wanted(Entry)`; `closed()`.
    """

    folder_wanted = Signal(str)
    model_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("Welcome to Easel"))
        title = QLabel(self.tr("Welcome to Easel"))
        title.setFont(scaled_font(title, 1.35, bold=True))
        close = icon_button("close", self.tr("Close"), 14, spoken=self.tr("Close the welcome"))
        close.clicked.connect(self.dismiss)
        words = QLabel(
            self.tr(
                "A small model that draws icons is built in. Describe a picture on the left and "
                "press Generate, or get a real model."
            )
        )
        words.setWordWrap(True)
        words.setProperty("tone", "secondary")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 12, 16)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._column.addWidget(words)
        self.buttons: list[QPushButton] = []

    def show_found(self, found: list[Found]) -> None:
        """Offer the folders of other apps."""
        for place in found[:_MOST_ROWS]:
            words = self.tr("%n model(s) of {app}", "", place.models).format(app=place.app)
            button = self._add_line("folder", words, without_home(Path(place.path)), self.tr("Use"))
            button.setAccessibleName(self.tr("Use the models of {app}").format(app=place.app))
            button.clicked.connect(lambda _=False, p=place, b=button: self._use(p, b))

    def show_entry(self, entry: CatalogueEntry, size: str) -> None:
        """Offer one model of the catalogue."""
        words = self.tr("{model}, a real model for this computer").format(model=entry.title)
        parts = (said_variant(entry.variant), translate_message(english(entry.good_at)), size)
        details = "  ·  ".join(part for part in parts if part)
        button = self._add_line("chip", words, details, self.tr("Get"))
        button.setAccessibleName(self.tr("Get {model}").format(model=entry.name))
        button.clicked.connect(lambda: self.model_wanted.emit(entry))

    def dismiss(self) -> None:
        """Close the card."""
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def _use(self, place: Found, button: QPushButton) -> None:
        button.setText(self.tr("Added"))
        button.setEnabled(False)
        self.folder_wanted.emit(place.path)

    def _add_line(self, icon: str, words: str, details: str, button_text: str) -> QPushButton:
        picture = QLabel()
        color = self.palette().color(QPalette.ColorRole.Accent)
        picture.setPixmap(icons.pixmap(icon, 20, color, self.devicePixelRatioF()))
        title = ElidedLabel()
        title.set_full_text(words)
        below = ElidedLabel()
        below.set_full_text(details)
        below.setFont(scaled_font(below, 0.88))
        below.setProperty("tone", "secondary")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(below)
        button = QPushButton(button_text)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(picture)
        row.addLayout(texts, 1)
        row.addWidget(button)
        self._column.addLayout(row)
        self.buttons.append(button)
        return button


class WelcomeController(QObject):
    """The controller of the welcome: shown once by itself, and from the Help menu.

    `place` puts the card above the gallery, `known` returns the user's model folders. Signals:
    `folder_wanted(str)`, `model_wanted(CatalogueEntry)`, as the card's.
    """

    folder_wanted = Signal(str)
    model_wanted = Signal(object)

    def __init__(
        self,
        place: Callable[[QWidget], None],
        known: Callable[[], Sequence[str]],
        registry: ModelRegistry,
        state: UiState,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._place, self._known = place, known
        self._registry, self._state, self._background = registry, state, background
        self._card: Welcome | None = None

    def show(self) -> Welcome:
        """Show a new card above the gallery, replacing an open one."""
        if self._card is not None and isValid(self._card):
            self._card.dismiss()
        card = self._card = Welcome()
        self._place(card)
        known = self._known()
        self._background.run(lambda: models_of_others(known), card.show_found)
        entry = recommended_entry(this_machine())
        if entry is not None and not self._has_real_model():
            card.show_entry(entry, entry_size(entry))
        card.folder_wanted.connect(self.folder_wanted)
        card.model_wanted.connect(self.model_wanted)
        card.closed.connect(lambda: self._state.keep(SEEN, True))
        return card

    def show_once(self) -> None:
        """Show the welcome at the very first start only."""
        if not self._state.flag(SEEN, False):
            self._state.keep(SEEN, True)
            self.show()

    def _has_real_model(self) -> bool:
        return any(model.usable and model.source != "Easel" for model in self._registry.models)


def models_of_others(known: Sequence[str]) -> list[Found]:
    """Return the folders of other apps that hold usable models, except those in `known`.

    The user hasn't asked for a search, so skip folders for which a Mac would ask permission.
    """
    found: list[Found] = []
    for place in other_places(everywhere=False):
        if folder_among(Path(place.path), known) is None:
            states = ModelLibrary([Path(place.path)], None).folder_states()
            models = sum(state.models for state in states)
            if models:
                found.append(Found(place.app, place.path, models))
    return found
