"""Sends each job to where it is drawn: the engine of this machine, a server, or whoever is free."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from desktop.core.events import Event, Finished, ends_job
from desktop.core.queue import JobQueue
from desktop.core.tasks import Job
from desktop.process.jobs.job_runner import JobRunner, followed

from .dispatch.dispatcher import CallOff, Dispatcher, Ended, Told
from .dispatch.started_job import JobPart


class JobRouter:
    """A process.job_runner.JobRunner for one job at a time, over this machine and the servers.

    `make_remote` is called for each server that is drawn on. `run` must be iterated on one thread;
    `cancel` and `close` may be called from any.
    """

    def __init__(self, child: JobRunner, make_remote: Callable[[], JobRunner]) -> None:
        self._make_remote = make_remote
        self._runners: dict[str, JobRunner] = {"": child}
        self._dispatcher = Dispatcher()
        self._lock = threading.Lock()
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._cancelled = ""

    def run(self, job: Job) -> Iterator[Event]:
        """Do `job`; its events in order, the last of which ends it."""
        if not job.places:
            with self._lock:
                runner = self._runner(job.where[0])
            yield from runner.run(job)
            return
        try:
            yield from self._spread(job)
        finally:
            for started in self._dispatcher.started:  # nobody wants the rest of it
                for part in started.in_flight.values():
                    self._runners[part.place].cancel(part.job.id)
            for thread in self._threads:
                thread.join()
            self._threads.clear()

    def _spread(self, job: Job) -> Iterator[Event]:
        """Have the pictures of `job` drawn by whoever is free."""
        if self._dispatcher.away.issuperset(job.where):  # they are asked again before it fails
            self._dispatcher.away.clear()
        waiting = JobQueue((job,))
        while True:
            waiting = self._begin_parts(waiting)
            event = self._events.get()
            if event is not None:
                news = self._dispatcher.take(event)
            else:
                news = self._dispatcher.cancel(self._cancelled)
            for one in news:
                if isinstance(one, Told) and one.shown:
                    yield one.event
                elif isinstance(one, CallOff):
                    self._runners[one.part.place].cancel(one.part.job.id)
                elif isinstance(one, Ended):
                    if not isinstance(one.event, Finished):
                        yield one.event
                    return

    def cancel(self, job: str) -> None:
        """Stop the job of that id, wherever it is. May be called from any thread."""
        self._cancelled = job
        with self._lock:
            runners = list(self._runners.values())
        for runner in runners:
            runner.cancel(job)
        self._events.put(None)

    def close(self) -> None:
        """Hang up and end the child."""
        with self._lock:
            runners = list(self._runners.values())
        for runner in runners:
            runner.close()

    def _begin_parts(self, waiting: JobQueue) -> JobQueue:
        """Give every place that is free its next picture, on a thread of its own."""
        while True:
            part, waiting = self._dispatcher.next_part(waiting)
            if part is None:
                return waiting
            with self._lock:
                runner = self._runner(part.place)
            thread = threading.Thread(target=self._draw, args=(runner, part), name="free place")
            self._threads.append(thread)
            thread.start()

    def _runner(self, place: str) -> JobRunner:
        if place not in self._runners:
            self._runners[place] = self._make_remote()
        return self._runners[place]

    def _draw(self, runner: JobRunner, part: JobPart) -> None:
        """Put the events of `part` into the queue, the last one once `runner` is free again."""
        last: Event | None = None
        for event in followed(runner, part.job):
            if ends_job(event):
                last = event
            else:
                self._events.put(event)
        if last is not None:
            self._events.put(last)
