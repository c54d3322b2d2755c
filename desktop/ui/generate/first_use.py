"""The banner while Core ML first compiles a model: the usual duration and the time elapsed."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.core.request import GenerationRequest
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.i18n import progress_text as progress_words
from desktop.ui.i18n.unit_text import unit_label
from desktop.worker.session import Session
from desktop.worker.session_state import LoadingModel, State

_TICK_MS = 1000


class FirstUseBanner(QObject):
    """The single banner shown while a model part loads that the engine expects to take minutes."""

    def __init__(self, session: Session, banners: BannerArea, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._banners = session, banners
        self.banner: Banner | None = None
        self._since = 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._show_time)
        session.state_changed.connect(self._on_state)

    def _on_state(self, state: State) -> None:
        if not (isinstance(state, LoadingModel) and state.note):
            if not isinstance(state, LoadingModel) or state.fraction == 1.0:
                self._end()
            return
        if self.banner is None or not isValid(self.banner):
            self._since = state.since
            self.banner = self._banners.add(
                Banner(
                    self._words(),
                    choices=((self.tr("Cancel"), self._session.cancel),),
                    closable=False,
                )
            )
            self._clock.start()

    def _end(self) -> None:
        self._clock.stop()
        if self.banner is not None and isValid(self.banner):
            self.banner.dismiss()
        self.banner = None

    def _show_time(self) -> None:
        if self.banner is not None and isValid(self.banner):
            self.banner.words.setText(self._words())

    def _words(self) -> str:
        running = self._session.running
        task = running.task if running is not None else None
        unit = unit_label(task.compute_unit) if isinstance(task, GenerationRequest) else "Core ML"
        gone = time.monotonic() - self._since
        return self.tr(
            "First use of this model: it is compiled for {unit}, once. A few minutes are usual, "
            "later it takes seconds. {time} so far."
        ).format(unit=unit, time=progress_words.duration(gone))
