"""One download: its bar, speed and time left, and its commands."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.downloads.download_progress import DownloadStatus
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.note import Note
from desktop.ui.i18n import model_text as words
from desktop.ui.system.reveal import reveal_words
from desktop.ui.theme.theme import scaled_font

_STEPS = 10_000


class DownloadRow(QFrame):
    """The row.

    Signals: `pause_requested()`, `resume_requested()`, `cancel_requested()`, `use_requested()`,
    `reveal_requested()`, `token_requested()`.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    cancel_requested = Signal()
    use_requested = Signal()
    reveal_requested = Signal()
    token_requested = Signal()

    def __init__(self, status: DownloadStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.status = status
        self.title = ElidedLabel()
        self.title.setFont(scaled_font(self.title, 1.0, bold=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("Progress of {name}").format(name=status.name))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setFont(scaled_font(self.words, 0.88))
        self.words.setProperty("tone", "secondary")
        self.trouble = Note("warning")
        self.details = QLabel()
        self.details.setWordWrap(True)
        self.details.setFont(scaled_font(self.details, 0.85))
        self.details.setProperty("tone", "secondary")
        self.token = QPushButton(self.tr("Set a Token…"))
        self.use = QPushButton(self.tr("Use"))
        self.again = QPushButton(self.tr("Try Again"))
        self.pause = self._tool("pause", self.tr("Pause"), self.pause_requested)
        self.resume = self._tool("play", self.tr("Resume"), self.resume_requested)
        self.cancel = self._tool(
            "close", self.tr("Cancel and delete what was downloaded"), self.cancel_requested
        )
        self.reveal = self._tool("folder", reveal_words(), self.reveal_requested)
        self.use.clicked.connect(self.use_requested)
        self.again.clicked.connect(self.resume_requested)
        self.token.clicked.connect(self.token_requested)
        self._lay_out()
        self.show_status(status)

    def _tool(self, name: str, text: str, signal: SignalInstance) -> QToolButton:
        button = icon_button(name, text, spoken=f"{text}: {self.status.name}")
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        for widget in (self.token, self.again, self.use):
            widget.setProperty("kind", "pill")
            head.addWidget(widget)
        for widget in (self.pause, self.resume, self.reveal, self.cancel):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        column.addWidget(self.trouble)
        column.addWidget(self.details)

    def show_status(self, status: DownloadStatus, *, usable: bool = False) -> None:
        """Show the download's new status; `usable`: the model can be chosen."""
        self.status = status
        state = status.state
        self.title.set_full_text(status.name)
        self._show_bar(status)
        failed = state == "failed"
        retries = state == "running" and bool(status.message)
        trouble = status.message if failed or retries else None
        self.trouble.say(trouble)
        shown = words.amount(status) if failed or retries else words.progress(status)
        self.words.setText(shown)
        self.words.setVisible(bool(shown))
        self.details.setText(status.details)
        self.details.setVisible(failed and bool(status.details))
        self.pause.setVisible(state in {"waiting", "running"})
        self.resume.setVisible(state == "paused")
        self.again.setVisible(failed)
        self.token.setVisible(failed and status.needs_token)
        self.use.setVisible(state == "done" and usable)
        self.reveal.setVisible(state == "done")
        self.cancel.setVisible(state != "done")
        self.setAccessibleName(f"{status.name}, {trouble or shown}")

    def _show_bar(self, status: DownloadStatus) -> None:
        fraction = status.fraction
        busy = status.state == "unpacking" or (status.state == "running" and fraction is None)
        self.bar.setRange(0, 0 if busy else _STEPS)
        if not busy:
            self.bar.setValue(round((fraction or 0.0) * _STEPS))
        self.bar.setVisible(status.state != "done")
        if self.bar.property("state") != status.state:
            self.bar.setProperty("state", status.state)
            self.bar.style().unpolish(self.bar)
            self.bar.style().polish(self.bar)
