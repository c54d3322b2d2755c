"""The window's one door to generation: the queue, the engine thread and what they report."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.events import EngineLost, Event, Failed, Finished, Preview, Step, ends_job
from desktop.core.messages import Message
from desktop.core.queue import JobQueue
from desktop.core.tasks import Job, PictureForm, Place, Task, without_previews
from desktop.remote.dispatch.dispatcher import CallOff, Dispatcher, Ended, News, PlaceGone, Told
from desktop.storage.pictures.drawn_already import still_to_draw
from desktop.storage.queue_file import QueueContent, QueueFile

from .engine_pool import EnginePool
from .queue_writer import QueueWriter
from .session_state import (
    Cancelling,
    InFlight,
    LoadingModel,
    Ready,
    RunningSeveral,
    State,
    next_state,
    over_all_places,
    state_of_all,
)

logger = logging.getLogger(__name__)


class Session(QObject):
    """Takes requests, has each drawn where it goes to, survives its engines.

    Every job that is submitted stands in the store from then until its last event came, so that a
    crash of the window loses nothing. With `read_only` (a second window: the message
    that says why) nothing can be submitted. `notice` is a message about a queue file that was
    damaged. Of several jobs that are drawn at once, at different places, `running` and `preview`
    show the first; `state` is that of all, and `in_flight` has each.

    Signals: `state_changed(worker.session_state.State)`; `queue_changed(tuple[Job, ...])`, the
    waiting jobs; `job_started(Job)`; `preview(core.events.Preview)`; `picture_finished(core.events.
    Finished)`; `job_ended(Job, Event)`, with the job's last event; `event_reported(Event)`, every
    event of a job as it came; `in_flight_changed()`, how far one of them is, or where it is drawn;
    `failed(Failed | EngineLost)`; `waits_for(str, EngineLost)`, a server that has gone: its job
    waits until `server_answers`, and others go on; `goes_on(str, EngineLost)`, the same of a job
    that is drawn elsewhere; `store_failed(EaselError)`, the queue could not be written.
    """

    state_changed = Signal(object)
    queue_changed = Signal(object)
    job_started = Signal(object)
    preview = Signal(object)
    picture_finished = Signal(object)
    job_ended = Signal(object, object)
    event_reported = Signal(object)
    in_flight_changed = Signal()
    failed = Signal(object)
    waits_for = Signal(str, object)
    goes_on = Signal(str, object)
    store_failed = Signal(object)

    def __init__(
        self,
        engines: EnginePool,
        store: QueueFile,
        parent: QObject | None = None,
        *,
        read_only: Message | None = None,
    ) -> None:
        super().__init__(parent)
        self.engines = engines
        self.picture_form: Callable[[], PictureForm] = PictureForm
        """How the pictures of the next job are written."""
        self.previews: Callable[[], bool] = lambda: True
        """Whether the next job sends previews."""
        self._writer = QueueWriter(store, self)
        self._writer.failed.connect(self.store_failed)
        self._queue = JobQueue()
        self._dispatcher = Dispatcher()
        self._states: dict[str, State] = {}
        self._failed: Job | None = None
        self._paused = self._is_shut_down = False
        self._state: State = Ready()
        self._read_only = read_only
        content = QueueContent() if read_only else store.load()
        self._restored = still_to_draw(content)
        self._may_save = not (read_only or content.read_only)
        self.notice = content.notice
        if self._restored:
            logger.info("%d jobs of an earlier run wait", len(self._restored))
        engines.reported.connect(self._on_event)
        engines.start()

    @property
    def state(self) -> State:
        """What is going on now."""
        return self._state

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The jobs that wait, next one first."""
        return self._queue.jobs

    @property
    def running(self) -> Job | None:
        """The first of the jobs that have begun."""
        started = self._dispatcher.started
        return started[0].job if started else None

    @property
    def in_flight(self) -> tuple[InFlight, ...]:
        """All jobs that have begun, in the queue's order."""
        return tuple(
            InFlight(
                one.job,
                self._states.get(one.job.id, Ready()),
                tuple(part.place for part in one.in_flight.values()),
            )
            for one in self._dispatcher.started
        )

    def at(self, place: str) -> InFlight | None:
        """The job that `place` ("": this machine) draws a picture of now."""
        return next((one for one in self.in_flight if place in one.places), None)

    def unfinished(self, job_id: str) -> Job | None:
        """What of a job that has begun, or that failed last, is still to be drawn."""
        started = self._dispatcher.find(job_id)
        if started is not None:
            return started.unfinished
        failed = self._failed
        return failed if failed is not None and failed.id == job_id else None

    def restored(self) -> tuple[Job, ...]:
        """Jobs of an earlier run that had not run, until they are resumed or discarded."""
        return self._restored

    def submit(
        self, task: Task, output: str, *, front: bool = False, places: Sequence[Place] = ()
    ) -> Job:
        """Queue `task`, its pictures going to `output`. Raises EaselError in a read-only window.

        With `places` whoever is free draws it: these, and the one that it names.
        """
        task = task if self.previews() else without_previews(task)
        job = Job(
            id=uuid.uuid4().hex,
            task=task,
            output=output,
            form=self.picture_form(),
            places=tuple(places),
        )
        self.submit_job(job, front=front)
        return job

    def submit_job(self, job: Job, *, front: bool = False) -> None:
        """Queue a job that has its id already. Raises EaselError in a read-only window."""
        if self._read_only:
            raise EaselError(self._read_only)
        self._dispatcher.away.difference_update(job.where)
        self._set_queue(self._queue.added(job, front=front))
        self._start_next()

    def prepare(self, output: str) -> None:
        """Let the engine start and import while nothing runs, its pictures going to `output`."""
        if self._read_only is None and self.running is None:
            self.engines.prepare(output)

    def cancel(self) -> None:
        """Stop the first of the jobs that have begun; the others go on."""
        if self.running is not None:
            self._cancel(self.running.id)

    def remove(self, job_id: str) -> None:
        """Take a waiting job out of the queue; cancel it where it has begun."""
        if self._dispatcher.find(job_id) is not None:
            self._cancel(job_id)
        else:
            self._set_queue(self._queue.without(job_id))

    def move_to_front(self, job_id: str) -> None:
        """Make a waiting job the next one."""
        self._set_queue(self._queue.to_front(job_id))

    def move(self, job_id: str, place: int) -> None:
        """Put a waiting job at `place` of the queue (0: next)."""
        self._set_queue(self._queue.moved(job_id, place))

    @property
    def paused(self) -> bool:
        """Whether no further job begins."""
        return self._paused

    def pause(self, on: bool) -> None:
        """Let no further job begin (the running ones end), or go on."""
        self._paused = on
        self.queue_changed.emit(self.waiting)
        if not on:
            self._dispatcher.away.clear()
            self._start_next()

    def server_answers(self, name: str) -> None:
        """Let the jobs go on that wait for the server of that name."""
        if name in self._dispatcher.away:
            self._dispatcher.away.discard(name)
            self._start_next()

    @property
    def away(self) -> frozenset[str]:
        """The servers that have gone, and that jobs could use."""
        gone = self._dispatcher.away
        if not gone:
            return frozenset()
        jobs = (*self._queue.jobs, *(one.job for one in self._dispatcher.started))
        return frozenset(gone).intersection(name for job in jobs for name in job.where)

    def put_back(self, before: Sequence[Job], jobs: Sequence[Job]) -> None:
        """Let removed `jobs` wait again, where they stood in the queue `before`."""
        self._set_queue(self._queue.with_again(before, jobs))
        self._start_next()

    def resume_restored(self) -> None:
        """Queue the jobs of the earlier run before those of this one."""
        jobs, self._restored = self._restored, ()
        self._set_queue(JobQueue(jobs + self._queue.jobs))
        self._start_next()

    def discard_restored(self) -> None:
        """Forget the jobs of the earlier run."""
        self._restored = ()
        self._save()

    def shutdown(self) -> None:
        """End the engines; what waits or was running stays in the store. May block for seconds."""
        if not self._is_shut_down:
            self._is_shut_down = True
            self.engines.reported.disconnect(self._on_event)
            self.engines.shutdown()
        self._writer.finish()

    def _start_next(self) -> None:
        """Give every place that is free what it draws next."""
        while True:
            queue = JobQueue() if self._paused else self._queue
            part, rest = self._dispatcher.next_part(queue)
            if part is None:
                break
            begins = rest is not queue
            if begins:
                self._set_queue(rest)
            self.engines.submit(part.place, part.job)
            if begins and (started := self._dispatcher.find(part.whose)) is not None:
                self.job_started.emit(started.job)
        self._show_state()
        self.in_flight_changed.emit()

    def _cancel(self, job_id: str) -> None:
        if isinstance(self._states.get(job_id), Cancelling):
            return
        self._states[job_id] = Cancelling(job_id)
        self._tell(self._dispatcher.cancel(job_id))
        self._start_next()

    def _on_event(self, event: Event) -> None:
        self._tell(self._dispatcher.take(event))
        if ends_job(event):
            self._start_next()

    def _tell(self, news: Iterable[News]) -> None:
        """Pass on what has happened."""
        for one in news:
            if isinstance(one, Told):
                self._on_told(one)
            elif isinstance(one, CallOff):
                self.engines.cancel(one.part.place, one.part.job.id)
            elif isinstance(one, PlaceGone):
                (self.goes_on if one.goes_on else self.waits_for).emit(one.server, one.event)
            else:
                self._on_ended(one)

    def _on_told(self, told: Told) -> None:
        job, event = told.job, told.event
        self.event_reported.emit(event)
        if isinstance(event, Preview):
            if told.shown and self.running is job:
                self.preview.emit(event)
            return
        if told.shown or isinstance(event, Step):
            before = self._states.get(job.id, Ready())
            state = next_state(before, event) if told.shown else before
            self._states[job.id] = over_all_places(state, self._dispatcher.find(job.id))
            self._show_state()
            self.in_flight_changed.emit()
        if isinstance(event, Finished):
            if not event.last:
                self._save()
            self.picture_finished.emit(event)

    def _on_ended(self, ended: Ended) -> None:
        job, event = ended.job, ended.event
        if not isinstance(event, Finished):
            self.event_reported.emit(event)
        if isinstance(event, Failed | EngineLost) and not ended.waits:
            self._failed = ended.unfinished
            self.failed.emit(event)
        self._states.pop(job.id, None)
        if ended.waits:
            self._queue = self._queue.added(ended.unfinished, front=True)
        self.job_ended.emit(job, event)
        self._save()
        if ended.waits:
            self.queue_changed.emit(self.waiting)

    def _set_queue(self, jobs: JobQueue) -> None:
        self._queue = jobs
        self._save()
        self.queue_changed.emit(jobs.jobs)

    def _show_state(self) -> None:
        """Let `state` be that of all jobs that have begun; a new one alone keeps the last."""
        begun = self._dispatcher.started
        known = [self._states[one.job.id] for one in begun if one.job.id in self._states]
        state = state_of_all(known)
        if begun and not known and not isinstance(self._state, RunningSeveral):
            state = self._state
        if state != self._state or isinstance(state, LoadingModel):
            self._state = state
            self.state_changed.emit(state)

    def _save(self) -> None:
        if not self._may_save:
            return
        begun = [one.unfinished for one in self._dispatcher.started if not one.is_drawn]
        jobs = (*self._restored, *begun, *self._queue.jobs)
        self._writer.save(jobs, [job.id for job in begun])
