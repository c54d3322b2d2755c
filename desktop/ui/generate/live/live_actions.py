"""Live drawing's switch: from the controls to the newest picture, and from that to a file."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import EaselError
from desktop.core.events import Drawn, DrawnPicture, EngineLost, Failed, Finished, Preview
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.models.requests.live_requests import LiveRequests
from desktop.ui.i18n import progress_text
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.imaging.rgb_image import rgb_image
from desktop.ui.menus.actions import Actions
from desktop.worker.live_drawing import LiveDrawing
from desktop.worker.session import Session
from desktop.worker.session_state import LoadingModel, Ready, State

from .live_controls import LiveControls
from .live_keeper import LiveKeeper
from .live_pane import LivePane

_LOOK_MS = 200
"""Delay after the last change before the model's speed is checked, in milliseconds."""
_DOT = "   ·   "


class _Shown(NamedTuple):
    """The finished picture on display; `whole` is false for a sketch."""

    job: Job
    picture: DrawnPicture
    whole: bool


class LiveActions(QObject):
    """The controller of live drawing: generates from the controls while on; off at every launch.

    Signals: `switched(bool)`; `offered(bool)`, whether the model is fast enough here to offer live
    drawing; `kept(Finished, QImage)`, a picture was saved, with its image.
    """

    switched = Signal(bool)
    offered = Signal(bool)
    kept = Signal(object, object)

    def __init__(
        self,
        drawing: LiveDrawing,
        session: Session,
        controls: LiveControls,
        keeper: LiveKeeper,
        pane: LivePane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.drawing, self._session = drawing, session
        self._controls, self.keeper, self.pane = controls, keeper, pane
        self._is_on = False
        self._wanted: LiveRequests | None = None
        self._shown: _Shown | None = None  # None while another picture comes into sight
        self._keeps_next = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._note_pace)
        controls.values.changed.connect(self._on_value)
        controls.registry.changed.connect(self._on_change)
        session.state_changed.connect(self._on_session_state)
        drawing.preview.connect(self._show_preview)
        drawing.drawn.connect(self._take_drawn)
        drawing.state_changed.connect(self._show_state)
        drawing.waits.connect(self._show_waiting)
        drawing.failed.connect(self._show_failure)
        keeper.kept.connect(self._take_kept)
        keeper.failed.connect(self._offer_keep)
        pane.roll_requested.connect(lambda: setattr(controls.values, "keep_seed", False))

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions to their slots."""
        self._live, self._keep = actions["live"], actions["keep_live"]
        self._live.toggled.connect(self._switch)
        self._keep.triggered.connect(self.keep)
        self._keep.setEnabled(False)

    def end(self) -> None:
        """Restore the controls as the window closes."""
        self._live.setChecked(False)

    def keep(self) -> None:
        """Save the whole picture of the current controls, now or as soon as it is generated."""
        if self._soon.isActive():  # what was typed last is meant too
            self._soon.stop()
            self._follow()
        if not self._keep.isEnabled():
            return
        shown = self._shown
        if shown is not None and self._is_newest(shown):
            self.keeper.keep(shown.job, shown.picture)
        elif self._wanted is not None:
            self._keeps_next = True
            self.drawing.insist_on_whole()
        self._offer_keep()

    def _switch(self, on: bool) -> None:
        self._is_on = on
        self.pane.clear()
        if on:
            self._controls.take_seed()
            self._soon.start()
        else:
            self._soon.stop()
            self._stop()
            self._shown = None
            self._controls.give_seed_back()
        self.switched.emit(on)
        self._offer_keep()
        self._note_pace()

    def _stop(self) -> None:
        self.drawing.stop()
        self._wanted = None

    def _on_value(self, name: str) -> None:
        if self._is_on and name == "keep_seed":
            self._controls.hold_seed()
        self._on_change()

    def _on_change(self) -> None:
        self._look.start()
        if self._is_on:
            self._soon.start()

    def _on_session_state(self, state: State) -> None:
        if isinstance(state, Ready):
            self._look.start()  # how long a picture takes may be known now

    def _follow(self) -> None:
        """Generate from the current controls; report in the pane's line what can't be generated."""
        if not self._controls.say_something:
            self._draw_nothing("")
            return
        try:
            wanted = self._controls.requests(previews=self._session.previews())
        except EaselError as error:
            self._draw_nothing(translate_message(error.message))
            return
        if wanted is None:
            self._live.setChecked(False)
        elif wanted != self._wanted:
            self._wanted = wanted
            self.drawing.want(wanted)
            self._offer_keep()

    def _draw_nothing(self, words: str) -> None:
        """Generate nothing, because of `words`, until the controls change."""
        self._stop()
        self.pane.show_facts(words)
        self._offer_keep()

    def _show_preview(self, event: Preview) -> None:
        if self._is_on:
            self._shown = None
            self.pane.canvas.show_image(rgb_image(event.width, event.height, event.rgb))
            self.pane.show_kept(False)
            self._offer_keep()

    def _take_drawn(self, job: Job, event: Drawn, whole: bool) -> None:
        if self._keeps_next and whole:
            self._keeps_next = False
            self.keeper.keep(job, event.picture)
        if self._is_on:
            self._shown = _Shown(job, event.picture, whole)
            self._show_picture(job, event.picture)
            self._offer_keep()
            if whole:
                self._controls.remember_pace(job, event.picture, self._note_pace)

    def _show_picture(self, job: Job, picture: DrawnPicture) -> None:
        assert isinstance(job.task, GenerationRequest)
        self.pane.canvas.show_image(rgb_image(picture.width, picture.height, picture.rgb))
        self.pane.show_kept(False)
        facts = (
            f"{picture.width} × {picture.height}",
            self.tr("Seed {seed}").format(seed=job.task.seed),
            progress_text.seconds(picture.seconds),
            *(translate_message(notice) for notice in picture.notices),
        )
        self.pane.show_facts(_DOT.join(facts))

    def _is_newest(self, shown: _Shown) -> bool:
        """Return whether `shown` is the whole picture of the controls, as far as they are valid."""
        return shown.whole and (self._wanted is None or shown.job.task == self._wanted.whole)

    def _show_state(self, state: State) -> None:
        if self._is_on and isinstance(state, LoadingModel) and self._shown is None:
            words = progress_text.title(state), progress_text.detail(state)
            self.pane.show_facts(_DOT.join(word for word in words if word))

    def _show_waiting(self, waits: bool) -> None:
        if self._is_on and waits:
            self.pane.show_facts(self.tr("The queue goes first."))

    def _show_failure(self, event: Failed | EngineLost) -> None:
        self._keeps_next = False
        if self._is_on:
            self.pane.show_facts(translate_message(event.message))
        self._offer_keep()

    def _offer_keep(self, *_: object) -> None:
        """Enable Keep while a picture is shown that isn't kept, or while a picture is under way."""
        shown = self._shown
        can_keep = self._wanted is not None
        if shown is not None and self._is_newest(shown):
            can_keep = not self.keeper.has(shown.job)
        self._keep.setEnabled(self._is_on and can_keep and not self._keeps_next)

    def _take_kept(self, event: Finished, picture: DrawnPicture) -> None:
        if self._shown is not None and self._shown.job.id == event.job:
            self.pane.show_kept(True)
        self._offer_keep()
        self.kept.emit(event, rgb_image(picture.width, picture.height, picture.rgb))

    def _note_pace(self) -> None:
        """Offer the switch if the model is fast enough; warn instead while it is on."""
        pace = self._controls.pace()
        self.offered.emit(pace.is_quick or self._is_on)
        self.pane.warn(pace.warning if self._is_on else None)
