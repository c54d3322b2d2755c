"""Generate, cancel and the queue: from the window's actions to the session and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.core.errors import EaselError
from desktop.core.events import Finished
from desktop.core.recipe import Recipe
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.models.model import Model
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.controls.text_box import TextBox
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.session import Session
from desktop.worker.session_state import Ready, State

from .failed_jobs import FailedJobs
from .panel.generate_bar import GenerateBar

if TYPE_CHECKING:
    from .queue_panel import QueuePanel


class GenerateActions(QObject):
    """The controller of Generate, Cancel and the queue.

    `output` returns the folder for new pictures; `confirmed` asks, once, about a compute unit that
    doesn't suit a model.

    Signals: `submitted()`, a job was queued from the controls; `state_shown(State)` and
    `waiting_counted(int)`, the session's state and its number of waiting jobs for the views;
    `taken_out(tuple, list)`, the queue before, and the jobs that the user removed from it.
    """

    submitted = Signal()
    state_shown = Signal(object)
    waiting_counted = Signal(int)
    taken_out = Signal(object, list)

    def __init__(
        self,
        session: Session,
        values: ControlValues,
        registry: ModelRegistry,
        output: Callable[[], str],
        wildcards: Path,
        confirmed: Callable[[Model, str], bool],
        banners: BannerArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._values = values
        self._registry = registry
        self._output = output
        self._banners = banners
        self._window = parent
        self._queue: QueuePanel | None = None
        self._early = False
        self._refusal: Banner | None = None
        self._shown_notices: set[str] = set()
        """The notices shown when a job was queued, so that its pictures don't repeat them."""
        registry.changed.connect(self._generate_early)
        self._wildcards, self._confirmed = wildcards, confirmed
        FailedJobs(session, banners, parent)
        session.store_failed.connect(banners.show_error)
        session.picture_finished.connect(self._show_notices)
        registry.failed.connect(banners.show_error)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions to their slots."""
        actions["generate"].triggered.connect(lambda: self.generate())
        actions["generate_first"].triggered.connect(lambda: self.generate(front=True))
        actions["cancel"].triggered.connect(self._session.cancel)
        self._cancel, self._generate = actions["cancel"], actions["generate"]

    def connect_bar(self, bar: GenerateBar) -> None:
        """Connect the bar, and every slot of the signals, to the session."""
        self._bar = bar
        session = self._session
        session.queue_changed.connect(self._show_queue)
        session.job_started.connect(self._show_queue)
        session.job_ended.connect(self._show_queue)
        session.state_changed.connect(self._show_state)
        session.in_flight_changed.connect(self._show_in_flight)
        self._show_queue()
        self._show_state(session.state)

    @property
    def queue_panel(self) -> QueuePanel:
        """The queue's panel over the window, created on first access."""
        from .queue_panel import QueuePanel

        if self._queue is None:
            self._queue = QueuePanel(self._window)
            self._connect_queue(self._queue)
        return self._queue

    def _connect_queue(self, queue: QueuePanel) -> None:
        session = self._session
        queue.remove_requested.connect(self._remove)
        queue.front_requested.connect(session.move_to_front)
        queue.cancel_requested.connect(session.cancel)
        queue.clear_requested.connect(self._remove_waiting)
        queue.edit_requested.connect(self._edit)
        queue.pause_requested.connect(session.pause)
        queue.moved.connect(session.move)
        history = self._banners.history
        history.changed.connect(lambda: queue.show_notices(history.notices()))
        queue.show_notices(history.notices())
        self._show_queue()
        self._show_state(session.state)

    def _show_queue(self, *_: object) -> None:
        if self._queue is not None:
            session = self._session
            self._queue.show_queue(session.waiting, session.running, paused=session.paused)
            self._show_in_flight()
        self.waiting_counted.emit(len(self._session.waiting))

    def _show_in_flight(self) -> None:
        if self._queue is not None:
            self._queue.show_in_flight(self._session.in_flight)

    def _show_state(self, state: State) -> None:
        self._cancel.setEnabled(not isinstance(state, Ready))
        self._bar.show_state(state)
        self.state_shown.emit(state)
        self._show_in_flight()

    def generate(self, *, front: bool = False) -> None:
        """Queue a job from the controls; show a refusal as a banner."""
        if not self._registry.is_read:  # a moment after the start: draw once the models are known
            self._early = True
            return
        from . import submit

        self._withdraw_refusal()
        field = QApplication.focusWidget()
        if isinstance(field, TextBox):
            field.finish_composing()
        elif isinstance(field, NumberBox):
            field.finish()

        try:
            submitted = submit.generate(
                values=self._values,
                registry=self._registry,
                session=self._session,
                output=self._output(),
                front=front,
                wildcards=self._wildcards,
                confirmed=self._confirmed,
            )
        except EaselError as error:
            self._refusal = self._banners.show_error(error)
            return
        if submitted is None:
            return
        self.submitted.emit()
        self._shown_notices.update(map(str, submitted.notices))
        for notice in submitted.notices:
            self._banners.add(Banner(notice))

    def _withdraw_refusal(self) -> None:
        """Dismiss the banner of an earlier refusal, since the user has asked again."""
        if self._refusal is not None and isValid(self._refusal):
            self._refusal.dismiss()
        self._refusal = None

    def draw_example(self, prompt: str) -> None:
        """Put an example into the prompt and generate it."""
        self._values.prompt = prompt
        self._generate.trigger()

    def _generate_early(self) -> None:
        if self._early:
            self._early = False
            QTimer.singleShot(0, self, self.generate)

    def offer_restored(self) -> None:
        """Offer the jobs of an earlier run, if there are any."""
        jobs = self._session.restored()
        if not jobs:
            return
        sentence = self.tr("%n job(s) from last time are unfinished.", "", len(jobs))
        self._banners.add(
            Banner(
                sentence,
                choices=(
                    (self.tr("Resume"), self._session.resume_restored),
                    (self.tr("Discard"), self._session.discard_restored),
                ),
                closable=False,
            )
        )

    def use_recipe(self, recipe: Recipe, setting: str = "") -> None:
        """Put `recipe`, or only its `setting`, into the controls; report what can't be applied."""
        from .recipes.use_recipe import use_recipe

        self._values.keep_undo("Use Settings")
        for notice in use_recipe(
            values=self._values, registry=self._registry, recipe=recipe, only=setting
        ):
            self._banners.add(Banner(notice))

    def _show_notices(self, event: Finished) -> None:
        for notice in event.notices:
            if str(notice) not in self._shown_notices:
                self._banners.add(Banner(notice))

    def _remove(self, job_id: str) -> None:
        """Take a waiting job out of the queue, or stop the running one."""
        self._take_out([job for job in self._session.waiting if job.id == job_id])
        self._session.remove(job_id)

    def _remove_waiting(self) -> None:
        self._take_out(list(self._session.waiting))

    def _edit(self, job_id: str) -> None:
        """Take a waiting job out of the queue and put its settings into the controls."""
        from .recipes.edit_job import edit_job

        for job in self._session.waiting:
            if job.id == job_id and isinstance(job.task, GenerationRequest):
                edit_job(self._values, job.task)
                self._remove(job_id)

    def _take_out(self, jobs: list[Job]) -> None:
        """Take waiting jobs out of the queue, undoably."""
        before = self._session.waiting
        for job in jobs:
            self._session.remove(job.id)
        if jobs:
            self.taken_out.emit(before, jobs)

    def take_out_again(self, jobs: Sequence[Job]) -> None:
        """Take those of `jobs` that still wait out of the queue."""
        for job in jobs:
            if job in self._session.waiting:
                self._session.remove(job.id)
