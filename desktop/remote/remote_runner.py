"""Run jobs on servers with the events of a local engine: a process.job_runner.JobRunner."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.core.engine_interface import Emit
from desktop.core.errors import BadInput, JobCancelled
from desktop.core.events import Cancelled, DrawnPicture, EngineLost, Event, ends_job
from desktop.core.grids.grid import GridRequest
from desktop.core.request import GenerationRequest
from desktop.core.server import server_of
from desktop.core.tasks import Job, UpscaleRequest, servers_of
from desktop.process.jobs.finished_picture import deliver
from desktop.process.jobs.grid_job import draw_grid
from desktop.process.jobs.job_failure import last_event
from desktop.process.jobs.job_log import JobLog
from desktop.process.termination import CancelRequests
from desktop.storage.app_paths import INPUT_PATHS
from desktop.storage.pictures.input_paths import InputPaths

from .protocol.server_errors import ServerGone
from .server_engine import ServerEngine

logger = logging.getLogger(__name__)
_GRACE = 2.0
"""Seconds for a canceled job to stop on the server; the job ends here in any case."""
_MOST_EVENTS = 1000
"""Maximum number of unread events: a server that floods is read no faster."""

OpenEngine = Callable[[str], ServerEngine]
"""Opens the engine of the server of that name; the runner closes it. Raises EaselError."""


class RemoteRunner:
    """Runner of one job at a time; the connection to the last server is kept.

    `run` must be iterated on one thread; `cancel` and `close` may be called from any.
    """

    def __init__(self, open_engine: OpenEngine, cache_dir: Path | None = None) -> None:
        self._open = open_engine
        self._cache_dir = cache_dir
        self._work: _Work | None = None
        self._cancelled = CancelRequests()
        self._engine: ServerEngine | None = None
        self._name = ""

    def run(self, job: Job) -> Iterator[Event]:
        """Run `job` and yield its events in order; the last always ends the job."""
        log = JobLog()
        log.begin(job)
        work = _Work(job, self._draw, self._upscale, self._cache_dir)
        self._work = work
        if job.id in self._cancelled:
            work.cancel()
        for event in work.events():
            log.note(event)
            if ends_job(event):
                self._work = None
                self._cancelled.discard(job.id)
                if work.abandoned or isinstance(event, EngineLost):
                    self._let_go()
            yield event

    def cancel(self, job: str) -> None:
        """Stop `job` on its server, and here at once."""
        self._cancelled.add(job)
        work = self._work
        if work is not None and work.job.id == job:
            work.cancel()

    def close(self) -> None:
        """Close the server's connection."""
        work = self._work
        if work is not None:
            work.cancel()
        self._let_go()

    def _draw(
        self, job: Job, request: GenerationRequest, emit: Emit, check: Callable[[], None]
    ) -> Iterator[DrawnPicture]:
        engine = self._engine_of(request.model)
        return engine.generate(job.id, request, emit, check, waits=not job.places)

    def _upscale(
        self, job: Job, task: UpscaleRequest, emit: Emit, check: Callable[[], None]
    ) -> DrawnPicture:
        return self._engine_of(task.model).upscale(job.id, task, emit, check)

    def _engine_of(self, path: str) -> ServerEngine:
        """Return the engine of the server that has the file `path`."""
        name = server_of(path)
        if self._engine is None or self._name != name:
            self._let_go()
            self._engine, self._name = self._open(name), name
        return self._engine

    def _let_go(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()


Draw = Callable[[Job, GenerationRequest, Emit, Callable[[], None]], Iterator[DrawnPicture]]
Upscale = Callable[[Job, UpscaleRequest, Emit, Callable[[], None]], DrawnPicture]


class _Work:
    """A job on a thread of its own, so that a hanging server blocks no caller."""

    def __init__(self, job: Job, draw: Draw, upscale: Upscale, cache_dir: Path | None) -> None:
        self.job = job
        self.abandoned = False
        self._draw, self._upscale, self._cache_dir = draw, upscale, cache_dir
        self._events: queue.Queue[Event] = queue.Queue(_MOST_EVENTS)
        self._cancelled_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="remote job", daemon=True)

    def events(self) -> Iterator[Event]:
        """Start, and yield events until the job has ended."""
        self._thread.start()
        while True:
            try:
                event = self._events.get(timeout=0.1)
            except queue.Empty:
                at = self._cancelled_at
                if at is not None and time.monotonic() - at > _GRACE:
                    self.abandoned = True
                    yield Cancelled(job=self.job.id)
                    return
                continue
            if ends_job(event):
                self._thread.join()
                yield event
                return
            yield event

    def cancel(self) -> None:
        """Cancel the job at its next check."""
        if self._cancelled_at is None:
            self._cancelled_at = time.monotonic()

    def _check(self) -> None:
        if self._cancelled_at is not None:
            raise JobCancelled

    def _emit(self, event: Event) -> None:
        """Queue `event`; an abandoned job's events are dropped."""
        while not self.abandoned:
            try:
                self._events.put(event, timeout=0.5)
                return
            except queue.Full:
                if self._cancelled_at is not None and not ends_job(event):
                    return

    def _run(self) -> None:
        """Draw; end the job with the last event, whatever happens."""
        try:
            self._draw_all()
        except ServerGone as error:
            if self._cancelled_at is not None:
                self._emit(Cancelled(job=self.job.id))
                return
            self._emit(EngineLost(job=self.job.id, message=error.message, details=error.details))
        except Exception as error:
            self._emit(last_event(self.job.id, error))

    def _draw_all(self) -> None:
        task = self.job.task
        self._check()
        if isinstance(task, GridRequest):
            if len(servers_of(task)) > 1:
                raise BadInput("A grid is drawn in one place: choose models of one server.")
            draw_grid(self.job, task, self._pictures, self._emit)
            return
        if isinstance(task, UpscaleRequest):
            picture = self._upscale(self.job, task, self._emit, self._check)
            self._remember(picture)
            self._emit(deliver(self.job, picture, count=1))
            return
        assert isinstance(task, GenerationRequest)
        for picture in self._pictures(task, self._emit):
            self._emit(deliver(self.job, picture, task.count))

    def _pictures(self, request: GenerationRequest, emit: Emit) -> Iterator[DrawnPicture]:
        for picture in self._draw(self.job, request, emit, self._check):
            self._check()
            self._remember(picture)
            yield picture

    def _remember(self, picture: DrawnPicture) -> None:
        """Keep the paths of the files that `picture` was made from."""
        if self._cache_dir is not None and self.job.kept:
            InputPaths(self._cache_dir / INPUT_PATHS).remember(picture.recipe)
