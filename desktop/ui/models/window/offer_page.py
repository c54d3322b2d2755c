"""The offer of a pasted address: the models found there, each with its size and Get."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import BadInput, EaselError
from desktop.models.downloads.download_errors import NeedsToken, Unreachable
from desktop.models.downloads.download_plan import DownloadPlan
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.downloads.sources.hub_lookup import DownloadOffer
from desktop.models.downloads.sources.pick import DownloadChoice
from desktop.ui.controls.breakable_label import unbroken
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.note import Note
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.i18n import model_text as words
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.models.model_fetcher import ModelFetcher
from desktop.ui.theme.theme import scaled_font

from .card_list import CardList
from .get_area import GetArea


class OfferPage(CardList):
    """The page.

    Signals: `use_requested(str)`, a model's path; `token_requested()`; `again_requested(str)`,
    repeat the look-up of an address; `back_requested()`.
    """

    use_requested = Signal(str)
    token_requested = Signal()
    again_requested = Signal(str)
    back_requested = Signal()

    def __init__(
        self, fetcher: ModelFetcher, registry: ModelRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._fetcher = fetcher
        self._address = ""
        self._repository = ""
        self.rows: list[OfferRow] = []
        self.back = QPushButton(self.tr("Back"))
        self.ring = ProgressRing(22)
        self.head.addWidget(self.ring)
        self.head.addWidget(self.back)
        self.note = Note("warning")
        self.gated = Note("info")
        self.again = QPushButton(self.tr("Try Again"))
        self.token = QPushButton(self.tr("Set a Token…"))
        self.terms = QPushButton(self.tr("Open Its Page"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.again, self.token, self.terms):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.cards.insertWidget(0, self.note)
        self.cards.insertWidget(1, self.gated)
        self.cards.insertLayout(2, buttons)
        self.back.clicked.connect(self.back_requested)
        self.token.clicked.connect(self.token_requested)
        self.again.clicked.connect(lambda: self.again_requested.emit(self._address))
        self.terms.clicked.connect(self._open_page)
        fetcher.downloads.changed.connect(self._on_download)
        registry.changed.connect(self._refresh)

    def show_waiting(self, address: str) -> None:
        """Show that the hub is being asked about `address`."""
        self._address = address
        self._clear()
        self.title.setText(self.tr("Searching…"))
        self.say_about(address)
        self.ring.setVisible(True)
        self.ring.set_progress(None)

    def show_offer(self, offer: DownloadOffer) -> None:
        """Show the models of `offer`, the recommended one first."""
        self._clear()
        self._repository = offer.plans[0].repository
        self.title.setText(offer.title)
        licence = (
            self.tr("License: {name}").format(name=unbroken(offer.licence)) if offer.licence else ""
        )
        count = self.tr("%n model(s) that Easel can use", "", len(offer.choices))
        self.say_about("  ·  ".join(part for part in (count, licence) if part))
        if offer.gated:
            self.gated.say(
                self.tr(
                    "Its owner asks everyone to accept the terms first: do so on its page while "
                    "logged in, then set a token here."
                )
            )
            self.token.show()
            self.terms.show()
        pairs = list(zip(offer.choices, offer.plans, strict=True))
        pairs.sort(key=lambda pair: not pair[0].recommended)
        for choice, plan in pairs:
            self._add_row(choice, plan, alone=len(pairs) == 1)

    def show_error(self, error: EaselError) -> None:
        """Show why nothing can be offered."""
        self._clear()
        self.title.setText(self._heading(error))
        self.say_about(self._address)
        self.note.say(error.message)
        self.again.setVisible(not isinstance(error, BadInput))
        if isinstance(error, NeedsToken):
            self._repository = error.repository
            self.token.show()
            self.terms.setVisible(bool(error.repository))

    def _heading(self, error: EaselError) -> str:
        if isinstance(error, Unreachable):
            return self.tr("No Connection") if error.offline else self.tr("Not Available Now")
        if isinstance(error, NeedsToken):
            return self.tr("A Login Is Needed")
        return self.tr("Nothing Found") if isinstance(error, BadInput) else self.tr("Not Available")

    def _add_row(self, choice: DownloadChoice, plan: DownloadPlan, *, alone: bool) -> None:
        row = OfferRow(choice, plan, self._fetcher, alone=alone)
        row.area.use_requested.connect(
            lambda: self.use_requested.emit(str(self._fetcher.downloads.models / plan.target))
        )
        row.token_requested.connect(self.token_requested)
        self.rows.append(row)
        self.add(row)

    def _on_download(self, status: DownloadStatus) -> None:
        for row in self.rows:
            if row.plan.key == status.id:
                row.refresh()

    def _refresh(self) -> None:
        for row in self.rows:
            row.refresh()

    def _clear(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        self.note.say("")
        self.gated.say("")
        for widget in (self.again, self.token, self.terms, self.ring):
            widget.hide()

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(f"https://huggingface.co/{self._repository}"))


class OfferRow(QFrame):
    """One model of an offer. Signals: `token_requested()`."""

    token_requested = Signal()

    def __init__(
        self,
        choice: DownloadChoice,
        plan: DownloadPlan,
        fetcher: ModelFetcher,
        *,
        alone: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.plan = plan
        self._fetcher = fetcher
        title = ElidedLabel()
        title.setFont(scaled_font(title, 1.0, bold=True))
        title.set_full_text(choice.label)
        facts = QLabel("  ·  ".join(self._facts(choice, plan)))
        facts.setWordWrap(True)
        facts.setFont(scaled_font(facts, 0.88))
        facts.setProperty("tone", "secondary")
        self.trouble = Note("warning")
        self.token = QPushButton(self.tr("Set a Token…"))
        self.token.setProperty("kind", "link")
        self.token.clicked.connect(self.token_requested)
        self.area = GetArea(choice.label)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(title)
        texts.addWidget(facts)
        texts.addWidget(self.trouble)
        texts.addWidget(self.token, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        if choice.recommended and not alone:
            tag = QLabel(self.tr("Recommended"))
            tag.setFont(scaled_font(tag, 0.85))
            tag.setProperty("kind", "tag")
            row.addWidget(tag, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.area, 0, Qt.AlignmentFlag.AlignVCenter)
        downloads = fetcher.downloads
        self.area.get_requested.connect(self._get)
        self.area.pause_requested.connect(lambda: downloads.pause(plan.key))
        self.area.resume_requested.connect(lambda: downloads.resume(plan.key))
        self.refresh()

    def _facts(self, choice: DownloadChoice, plan: DownloadPlan) -> list[str]:
        form = {
            "single_file": self.tr("One file"),
            "diffusers": self.tr("Diffusers folder"),
            "coreml": self.tr("Core ML"),
            "coreml_zip": self.tr("Core ML, zipped"),
            "asset": self.tr("LoRA, VAE or the like"),
        }[choice.form]
        files = self.tr("%n file(s)", "", len(plan.files)) if len(plan.files) > 1 else ""
        known = plan.size or choice.size
        shown = words.size(known) if known else self.tr("size unknown")
        return [
            part
            for part in (shown, form, choice.precision, files, translate_message(choice.note))
            if part
        ]

    def refresh(self, error: EaselError | None = None) -> None:
        """Show the row's state; `error` is why its download could not be started."""
        downloads = self._fetcher.downloads
        status = next((s for s in downloads.statuses if s.id == self.plan.key), None)
        if (downloads.models / self.plan.target).exists():
            path = str(downloads.models / self.plan.target)
            self.area.here(usable=self._fetcher.is_model(path))
        elif status is not None and status.state != "done":
            self.area.show_status(status)
        else:
            self.area.offer()
        message = error.message if error is not None else None
        failed = status is not None and status.state == "failed"
        if failed and status is not None:
            message = status.message
        self.trouble.say(message)
        self.token.setVisible(failed and status is not None and status.needs_token)

    def _get(self) -> None:
        try:
            self._fetcher.get_plan(self.plan)
        except EaselError as error:
            self.refresh(error)
