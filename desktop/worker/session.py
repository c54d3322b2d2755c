"""The window's one door to generation: the queue, the engine thread and what they report."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.core.errors import EaselError
from desktop.core.events import EngineLost, Event, Failed, Finished, Preview, ends_job
from desktop.core.grid import GridRequest
from desktop.core.messages import Message
from desktop.core.queue import JobQueue
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, PictureForm, Task, servers_of
from desktop.storage.pictures.drawn_already import without_drawn
from desktop.storage.queue_file import QueueContent, QueueFile
from desktop.worker.session_state import next_state

from .engine_thread import EngineThread
from .queue_writer import QueueWriter
from .session_state import Cancelling, LoadingModel, Ready, State

logger = logging.getLogger(__name__)


class Session(QObject):
    """Takes requests, runs them one after the other, survives its engine.

    Every job that is submitted stands in the store from then until its last event came, so that a
    crash of the window loses nothing. With `read_only` (a second window: the message
    that says why) nothing can be submitted. `notice` is a message about a queue file that was
    damaged.

    Signals: `state_changed(worker.state.State)`; `queue_changed(tuple[Job, ...])`, the waiting
    jobs; `job_started(Job)`; `preview(core.events.Preview)`; `picture_finished(core.events.
    Finished)`; `job_ended(Job, Event)`, with the job's last event; `event_reported(Event)`, every
    event of the running job as it came; `failed(Failed | EngineLost)`; `waits_for(str,
    EngineLost)`, a server that has gone: its job waits until `server_answers`, and others go on;
    `store_failed(EaselError)`, the queue could not be written.
    """

    state_changed = Signal(object)
    queue_changed = Signal(object)
    job_started = Signal(object)
    preview = Signal(object)
    picture_finished = Signal(object)
    job_ended = Signal(object, object)
    event_reported = Signal(object)
    failed = Signal(object)
    waits_for = Signal(str, object)
    store_failed = Signal(object)

    def __init__(
        self,
        thread: EngineThread,
        store: QueueFile,
        parent: QObject | None = None,
        *,
        read_only: Message | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self.picture_form: Callable[[], PictureForm] = PictureForm
        """How the pictures of the next job are written."""
        self.previews: Callable[[], bool] = lambda: True
        """Whether the next job sends previews."""
        self._writer = QueueWriter(store, self)
        self._writer.failed.connect(self.store_failed)
        self._queue = JobQueue()
        self._running: Job | None = None
        self._paused = False
        self._away: set[str] = set()
        self._unfinished: Job | None = None  # what of the running job is still to be drawn
        self._state: State = Ready()
        self._read_only = read_only
        content = QueueContent() if read_only else store.load()
        self._restored = _still_to_draw(content)
        self._may_save = not (read_only or content.read_only)
        self.notice = content.notice
        if self._restored:
            logger.info("%d jobs of an earlier run wait", len(self._restored))
        thread.reported.connect(self._on_event)
        thread.start()

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
        """The job that runs."""
        return self._running

    @property
    def unfinished(self) -> Job | None:
        """What of the running job is still to be drawn."""
        return self._unfinished

    def restored(self) -> tuple[Job, ...]:
        """Jobs of an earlier run that had not run, until they are resumed or discarded."""
        return self._restored

    def submit(self, task: Task, output: str, *, front: bool = False) -> Job:
        """Queue `task`, its pictures going to `output`. Raises EaselError in a read-only window."""
        task = task if self.previews() else _without_previews(task)
        job = Job(id=uuid.uuid4().hex, task=task, output=output, form=self.picture_form())
        self.submit_job(job, front=front)
        return job

    def submit_job(self, job: Job, *, front: bool = False) -> None:
        """Queue a job that has its id already. Raises EaselError in a read-only window."""
        if self._read_only:
            raise EaselError(self._read_only)
        self._away -= servers_of(job.task)
        self._set_queue(self._queue.added(job, front=front))
        self._start_next()

    def prepare(self, output: str) -> None:
        """Let the engine start and import while nothing runs, its pictures going to `output`."""
        if self._read_only is None and self._running is None:
            self._thread.prepare(output)

    def cancel(self) -> None:
        """Stop the running job; the waiting ones go on."""
        if self._running is not None and not isinstance(self._state, Cancelling):
            self._thread.cancel(self._running.id)
            self._set_state(Cancelling(self._running.id))

    def remove(self, job_id: str) -> None:
        """Take a waiting job out of the queue; cancel it where it is the running one."""
        if self._running is not None and self._running.id == job_id:
            self.cancel()
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
        """Let no further job begin (the running one ends), or go on."""
        self._paused = on
        self.queue_changed.emit(self.waiting)
        if not on:
            self._away.clear()
            self._start_next()

    def server_answers(self, name: str) -> None:
        """Let the jobs go on that wait for the server of that name."""
        if name in self._away:
            self._away.discard(name)
            self._start_next()

    @property
    def away(self) -> frozenset[str]:
        """The servers that have gone, and that jobs wait for."""
        waiting = frozenset(name for job in self._queue.jobs for name in servers_of(job.task))
        return waiting & self._away

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
        """End the child; what waits or was running stays in the store. May block for seconds."""
        if self._thread.isRunning():
            self._thread.reported.disconnect(self._on_event)
            self._thread.shutdown()
        self._writer.finish()

    def _start_next(self) -> None:
        if self._running is not None:
            return
        job, rest = (None, self._queue) if self._paused else self._queue.taken(self._can_start)
        if job is None:
            self._set_state(Ready())
            return
        self._running = self._unfinished = job
        self._set_queue(rest)
        self._thread.submit(job)
        self.job_started.emit(job)

    def _can_start(self, job: Job) -> bool:
        return not servers_of(job.task) & self._away

    def _on_event(self, event: Event) -> None:
        job = self._running
        if job is None or event.job != job.id:
            return
        self.event_reported.emit(event)
        if isinstance(event, Preview):
            self.preview.emit(event)
            return
        self._set_state(next_state(self._state, event))
        if isinstance(event, Finished):
            self._note_finished(job, event)
        kept = self._kept_for_server(job, event)
        if isinstance(event, Failed | EngineLost) and kept is None:
            self.failed.emit(event)
        if ends_job(event):
            self._running = self._unfinished = None
            if kept is not None:
                self._queue = self._queue.added(kept, front=True)
            self.job_ended.emit(job, event)
            self._save()
            if kept is not None:
                self.queue_changed.emit(self.waiting)
            self._start_next()

    def _kept_for_server(self, job: Job, event: Event) -> Job | None:
        """What is left of a job whose server has gone, where the user asked for it."""
        servers = servers_of(job.task) - {""}
        if not isinstance(event, EngineLost) or not servers or job.asked_by:
            return None
        self._away |= servers
        self.waits_for.emit(min(servers), event)
        return self._unfinished

    def _note_finished(self, job: Job, event: Finished) -> None:
        """Tell of the picture, and keep in the store only what is still to be drawn."""
        remaining = self._remaining(event)
        if remaining is not None and not event.last:
            self._unfinished = msgspec.structs.replace(job, task=remaining)
            self._save()
        self.picture_finished.emit(event)

    def _remaining(self, event: Finished) -> Task | None:
        """What of the running job is left after `event`; None where it can't be told."""
        task = self._unfinished.task if self._unfinished else None
        if isinstance(task, GridRequest):
            return task.drawn(event.index, event.path) if event.index < len(task.cells) else task
        if isinstance(task, GenerationRequest):
            return task.after(1)
        return None

    def _set_queue(self, jobs: JobQueue) -> None:
        self._queue = jobs
        self._save()
        self.queue_changed.emit(jobs.jobs)

    def _set_state(self, state: State) -> None:
        if state != self._state or isinstance(state, LoadingModel):
            self._state = state
            self.state_changed.emit(state)

    def _save(self) -> None:
        if not self._may_save:
            return
        current = (self._unfinished,) if self._unfinished else ()
        jobs = (*self._restored, *current, *self._queue.jobs)
        self._writer.save(jobs)


def _still_to_draw(content: QueueContent) -> tuple[Job, ...]:
    """The jobs of an earlier run, the first without what was drawn before the queue heard of it."""
    if not content.jobs:
        return ()
    first = without_drawn(content.jobs[0], content.saved)
    return content.jobs[1:] if first is None else (first, *content.jobs[1:])


def _without_previews(task: Task) -> Task:
    if isinstance(task, GenerationRequest):
        return msgspec.structs.replace(task, previews=False)
    if isinstance(task, GridRequest):
        cells = tuple(
            msgspec.structs.replace(
                cell, request=msgspec.structs.replace(cell.request, previews=False)
            )
            for cell in task.cells
        )
        return msgspec.structs.replace(task, cells=cells)
    return task
