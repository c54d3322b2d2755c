"""The session's state, in the middle of the toolbar; a click opens the queue."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.i18n import progress_text as progress_words
from desktop.ui.theme.theme import scaled_font
from desktop.worker.session_state import LoadingModel, Ready, State


class StatusView(QFrame):
    """The display. Signals: `clicked()`."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(38)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.ring = ProgressRing(20)
        self.title = ElidedLabel()
        self.title.setFont(scaled_font(self.title, 0.92, bold=True))
        self.detail = ElidedLabel()
        self.detail.setProperty("tone", "secondary")
        self.detail.setFont(scaled_font(self.detail, 0.85))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 10, 2)
        row.setSpacing(10)
        row.addWidget(self.ring)
        row.addLayout(words, 1)
        self._state: State = Ready()
        self._idle = ("", "")
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show)
        self._show()

    def show_state(self, state: State) -> None:
        """Show the session's new state."""
        self._state = state
        if isinstance(state, LoadingModel):
            self._clock.start()
        else:
            self._clock.stop()
        self._show()

    def show_picture_count(self, count: int) -> None:
        """Show the number of pictures, while nothing runs."""
        self._idle = (self.tr("Ready"), self.tr("%n picture(s)", "", count) if count else "")
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(320, 38)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 38)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        idle = isinstance(self._state, Ready)
        title, detail = self._idle
        shorter: tuple[str, ...] = ()
        if not idle:
            title = progress_words.title(self._state)
            detail = progress_words.detail(self._state)
            shorter = progress_words.shorter_details(self._state)
        self.ring.setVisible(not idle)
        if not idle:
            self.ring.set_progress(progress_words.fraction(self._state))
        self.title.set_full_text(title)
        self.detail.set_full_text(detail, *shorter)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(", ".join(part for part in (title, detail) if part))
