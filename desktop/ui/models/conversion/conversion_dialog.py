"""The dialog 'Convert to Core ML': options, then progress, then the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.core.events import Cancelled, EngineLost, Event, Failed, Reported
from desktop.core.messages import Message, Text
from desktop.core.tasks import Job
from desktop.models.asset import Asset
from desktop.models.conversion.conversion_needs import Needs, disk_there, memory_there, needs_of
from desktop.models.loras.lora_fit import check_loras
from desktop.models.machine import this_machine
from desktop.models.model import Model
from desktop.ui.controls.column_area import ColumnArea
from desktop.ui.controls.form import reason_label
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.conversion_text import gigabytes
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.system.reveal import reveal_words
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background
from desktop.worker.session import Session

from .conversion_options import ConversionOptions
from .conversion_progress_view import ConversionProgressView
from .conversion_report_view import ConversionReportView

_WIDTH, _SHORTEST, _TALLEST = 480, 320, 680
"""Pixels of the dialog."""


@dataclass(frozen=True)
class ConversionOffer:
    """The files available to one model's conversion (VAEs, ControlNets, LoRAs) and its folder."""

    folder: Path
    vaes: list[Asset]
    controlnets: list[Asset]
    loras: list[Asset]


class ConversionDialog(QDialog):
    """The dialog; closing it lets a running conversion continue, whose end the window reports.

    Signals: `use_requested(str)`, `reveal_requested(str)`, with the new model's path.
    """

    use_requested = Signal(str)
    reveal_requested = Signal(str)

    def __init__(
        self,
        model: Model,
        offer: ConversionOffer,
        session: Session,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Convert to Core ML"))
        self.resize(_WIDTH, _SHORTEST)
        self.model = model
        self._session, self._background = session, background
        self.job: Job | None = None
        self._made = ""
        self._asked = 0
        self.options = ConversionOptions(
            model,
            offer.folder,
            vaes=offer.vaes,
            controlnets=offer.controlnets,
            loras=offer.loras,
            can_compile=this_machine().is_mac,
        )
        self.needs = reason_label(self)
        self.left_out = reason_label(self)
        self.refusal = reason_label(self)
        self.course, self.outcome = ConversionProgressView(), ConversionReportView()
        self.pages = QStackedWidget()
        for page in (self._options_page(), self.course, self.outcome):
            self.pages.addWidget(page)
        self._build_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.pages, 1)
        column.addLayout(self._row)
        self.options.changed.connect(self._look)
        session.in_flight_changed.connect(self._show_state)
        session.job_started.connect(self._on_start)
        session.job_ended.connect(self._on_end)
        self._look()

    def convert(self) -> None:
        """Queue the conversion set in the controls."""
        try:
            self.job = self._session.submit(self.options.request(), "")
        except EaselError as error:
            self._refuse(error.message)
            return
        self.refusal.hide()
        waits = self.job in self._session.waiting
        self.course.begin(self.model.name, waits=waits)
        self._show_page(self.course)

    def cancel(self) -> None:
        """Stop the conversion, or close the dialog if none runs."""
        if self.job is None:
            self.close()
            return
        waiting = any(job.id == self.job.id for job in self._session.waiting)
        self._session.remove(self.job.id)
        if waiting:
            self.job = None
            self._show_page(self._first)

    def _options_page(self) -> QWidget:
        title = QLabel(shown_name(self.model.name))
        title.setFont(scaled_font(title, 1.15, bold=True))
        title.setWordWrap(True)
        words = QLabel(
            self.tr(
                "Makes a Core ML model, which runs on the Mac’s GPU or its Neural Engine. The "
                "original stays as it is."
            )
        )
        words.setWordWrap(True)
        words.setProperty("tone", "secondary")
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(12)
        inner.addWidget(title)
        inner.addWidget(words)
        inner.addWidget(self.options)
        inner.addStretch(1)
        self._area = area = ColumnArea(content)
        area.fitted.connect(self._fit, Qt.ConnectionType.QueuedConnection)  # not amid a layout
        self._first = QWidget()
        column = QVBoxLayout(self._first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(area, 1)
        column.addWidget(self.needs)
        column.addWidget(self.left_out)
        column.addWidget(self.refusal)
        return self._first

    def _build_buttons(self) -> None:
        self.stop = QPushButton(self.tr("Cancel"))
        self.hide_it = QPushButton(self.tr("Go On in the Background"))
        self.show_it = QPushButton(reveal_words())
        self.use = QPushButton(self.tr("Use This Model"))
        self.start = QPushButton(self.tr("Convert"))
        for button in (self.start, self.use):
            button.setProperty("kind", "primary")
        for button in (self.stop, self.hide_it, self.show_it, self.use, self.start):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self.start.setDefault(True)
        self.stop.clicked.connect(self.cancel)
        self.hide_it.clicked.connect(self.close)
        self.show_it.clicked.connect(lambda: self.reveal_requested.emit(self._made))
        self.use.clicked.connect(self._use)
        self.start.clicked.connect(self.convert)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        for button in (self.stop, self.hide_it, self.show_it, self.start, self.use):
            self._row.addWidget(button)
        self._show_page(self._first)

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.stop.setVisible(page is not self.outcome)
        self.hide_it.setVisible(page is self.course)
        self.start.setVisible(page is self._first)
        self.show_it.setVisible(page is self.outcome)
        self.use.setVisible(page is self.outcome)

    def _fit(self, wanted: int) -> None:
        """Fit the height to options that take `wanted` pixels: none are cut, no space is empty."""
        if self.isVisible() and self.pages.currentWidget() is self._first:
            height = self.height() - self._area.height() + wanted
            self.resize(self.width(), max(_SHORTEST, min(height, _TALLEST)))

    def _look(self) -> None:
        """Check whether the conversion is possible here, and show its requirements."""
        request = self.options.request()
        problem = self.options.problem()
        self.start.setEnabled(not problem)
        self.start.setText(
            self.tr("Convert and Replace")
            if self.options.destination.replaces()
            else self.tr("Convert")
        )
        self._refuse(problem)
        self._asked += 1
        turn, source, place = self._asked, Path(request.source), Path(request.output)
        rewritten = bool(request.chunk_unet or request.quantize_nbits or request.compress != "none")

        def ask() -> tuple[Needs, float, float, list[Message]]:
            left_out = check_loras(request.loras, self.model)
            return (
                needs_of(source, rewritten=rewritten),
                memory_there(),
                disk_there(place),
                left_out,
            )

        def refuse(error: EaselError) -> None:
            if turn == self._asked:
                self._refuse(error.message)

        self._background.run(ask, lambda found: self._show_needs(turn, *found), refuse)

    def _show_needs(
        self, turn: int, needs: Needs, memory: float, disk: float, left_out: list[Message]
    ) -> None:
        if turn != self._asked:
            return
        self.left_out.setText("\n".join(map(translate_message, left_out)))
        self.left_out.setVisible(bool(left_out))
        self.needs.setText(
            self.tr(
                "Takes about {memory} of memory and {disk} of disk; there are {has_memory} and "
                "{has_disk}."
            ).format(
                memory=gigabytes(needs.memory),
                disk=gigabytes(needs.disk),
                has_memory=gigabytes(memory),
                has_disk=gigabytes(disk),
            )
        )
        self.needs.show()
        if self.options.problem():
            return
        if needs.memory > memory:
            self._refuse(
                self.tr(
                    "There is not enough memory for this model: close other programs, or convert "
                    "it on a Mac with more."
                )
            )
            self.start.setEnabled(False)
        elif needs.disk > disk:
            self._refuse(
                self.tr("There is not enough disk space: free some, or choose another folder.")
            )
            self.start.setEnabled(False)

    def _refuse(self, reason: Text) -> None:
        self.refusal.setText(translate_message(reason))
        self.refusal.setVisible(bool(reason))

    def _is_mine(self, job: Job | None) -> bool:
        return job is not None and self.job is not None and job.id == self.job.id

    def _on_start(self, job: Job) -> None:
        if self._is_mine(job):
            self.course.begin(self.model.name, waits=False)

    def _show_state(self) -> None:
        for one in self._session.in_flight:
            if self._is_mine(one.job):
                self.course.show_state(one.state)

    def _on_end(self, job: Job, event: Event) -> None:
        if not self._is_mine(job):
            return
        self.job = None
        if isinstance(event, Reported):
            self._made = str(event.data.get("path", ""))
            self.outcome.show_report(event.data)
            self._show_page(self.outcome)
            return
        self._show_page(self._first)
        self._look()
        if isinstance(event, Failed | EngineLost):
            self._refuse(event.message)
        elif isinstance(event, Cancelled):
            self._refuse(self.tr("Stopped. Nothing was kept."))

    def _use(self) -> None:
        self.use_requested.emit(self._made)
        self.close()
