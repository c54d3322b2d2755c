"""The right end of a card: Get, a download's progress, Resume, or Use."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.models.downloads.download_progress import DownloadStatus
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.theme.theme import scaled_font

_WIDTH = 104


class GetArea(QWidget):
    """The area, in one state at a time; `name` ends its buttons' accessible names.

    Signals: `get_requested()`, also for another attempt; `pause_requested()`; `resume_requested()`;
    `use_requested()`.
    """

    get_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    use_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._then: Callable[[], object] = self.get_requested.emit
        self.button = QPushButton()
        self.button.setProperty("kind", "pill")
        self.ring = ProgressRing(22)
        self.words = QLabel()
        self.words.setFont(scaled_font(self.words, 0.92))
        self.words.setProperty("tone", "secondary")
        self.pause = icon_button(
            "pause", self.tr("Pause"), spoken=self.tr("Pause {name}").format(name=name)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self.words)
        row.addWidget(self.ring)
        row.addWidget(self.pause)
        row.addWidget(self.button)
        self.setFixedWidth(_WIDTH)
        self.button.clicked.connect(self._on_click)
        self.pause.clicked.connect(self.pause_requested)
        self.offer()

    def offer(self) -> None:
        """Show that the entry can be downloaded."""
        self._show_button(self.tr("Get"), self.get_requested.emit)

    def look(self) -> None:
        """Show that the hub is being asked."""
        self._show_ring(None, "", pausable=False)

    def here(self, *, usable: bool) -> None:
        """Show that the entry is installed; `usable`: it can be used at once."""
        if usable:
            self._show_button(self.tr("Use"), self.use_requested.emit)
        else:
            self._show_words(self.tr("Installed"))

    def show_status(self, status: DownloadStatus) -> None:
        """Show an unfinished download."""
        if status.state == "paused":
            self._show_button(self.tr("Resume"), self.resume_requested.emit)
        elif status.state == "failed":
            self._show_button(self.tr("Try Again"), self.resume_requested.emit)
        else:
            fraction = status.fraction if status.state == "running" else None
            percent = "" if fraction is None else f"{int(fraction * 100)} %"
            self._show_ring(fraction, percent, pausable=status.state != "unpacking")

    def _on_click(self) -> None:
        self._then()

    def _show_button(self, text: str, then: Callable[[], object]) -> None:
        self._then = then
        self.button.setText(text)
        self.button.setAccessibleName(f"{text}: {self._name}")
        self._only(self.button)

    def _show_ring(self, fraction: float | None, words: str, *, pausable: bool) -> None:
        self.words.setText(words)
        self._only(self.ring, self.words, *([self.pause] if pausable else []))
        self.ring.set_progress(fraction)

    def _show_words(self, words: str) -> None:
        self.words.setText(words)
        self._only(self.words)

    def _only(self, *shown: QWidget) -> None:
        """Show only these widgets; keep the focus in the area if it was there."""
        had_focus = self.button.hasFocus() or self.pause.hasFocus()
        for widget in (self.button, self.ring, self.words, self.pause):
            widget.setVisible(widget in shown)
        if had_focus:
            target = self.pause if self.pause in shown else self.button
            target.setFocus(Qt.FocusReason.OtherFocusReason)
