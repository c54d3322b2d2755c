"""Decides which place draws what next, and puts the results in order again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from desktop.core.events import Cancelled, EngineLost, Event, Failed, Finished, Step, ends_job
from desktop.core.queue import JobQueue
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job

from .started_job import JobPart, StartedJob, model_at

_LOADING = 1.5
"""By so much a place counts as slower that has another model loaded, or none."""
_MOST_REMEMBERED = 50_000
_UNKNOWN = 1e-6
"""Seconds that a picture counts where none was drawn yet."""


class Told(NamedTuple):
    """An event of a job, in its turn. `shown`: it tells how far the job is."""

    job: Job
    event: Event
    shown: bool


class Ended(NamedTuple):
    """A job has ended with `event`. `unfinished` is what of it wasn't drawn: where it `waits`,
    that is to be queued again, since nobody can draw it now.
    """

    job: Job
    event: Event
    unfinished: Job
    waits: bool = False


class PlaceGone(NamedTuple):
    """A server has gone under a job, which `goes_on` elsewhere."""

    server: str
    event: EngineLost
    goes_on: bool


class CallOff(NamedTuple):
    """The part is no longer wanted."""

    part: JobPart


News = Told | Ended | PlaceGone | CallOff


@dataclass
class _Work:
    """What a place draws now, and since when."""

    part: JobPart
    since: float


class Dispatcher:
    """Each place has one part in flight; jobs begin in the queue's order.

    Jobs that go to a place of their own choice don't wait for each other's places. Of those that
    whoever is free draws, the results are told in the order in which they began. A place whose
    server has gone gives its part back and is `away` until it is taken out of there again. One
    thread's.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.away: set[str] = set()
        self._clock = clock
        self._started: list[StartedJob] = []
        self._busy: dict[str, _Work] = {}
        self._loaded: dict[str, str] = {}
        self._paces: dict[str, float] = {}
        self._where: dict[str, tuple[str, ...]] = {}

    @property
    def started(self) -> tuple[StartedJob, ...]:
        """The jobs that have begun and haven't ended, in the order of the queue."""
        return tuple(self._started)

    def find(self, job_id: str) -> StartedJob | None:
        """The job of that id among those that have begun."""
        return next((one for one in self._started if one.job.id == job_id), None)

    def next_part(self, queue: JobQueue) -> tuple[JobPart | None, JobQueue]:
        """What is to be drawn next by a place that is free, None for nothing; what still waits."""
        for started in self._started:
            if started.has_more and (place := self._free(started.job, started.where)) is not None:
                return self._hand_out(started, place), queue
        passed: set[tuple[str, ...]] = set()
        place = None

        def can_begin(job: Job) -> bool:
            nonlocal place
            place = self._place_for(job, passed)
            return place is not None

        job, rest = queue.taken(can_begin)
        if job is None or place is None:
            return None, queue
        started = StartedJob(job)
        self._started.append(started)
        self._where.pop(job.id, None)
        return self._hand_out(started, place), rest

    def _place_for(self, job: Job, passed: set[tuple[str, ...]]) -> str | None:
        """The place that draws `job` now; None where it waits, as for those in `passed`.

        Asked of all that wait whenever a place becomes free: of ten thousand, at times.
        """
        where = self._where.get(job.id)
        if where is None:
            if len(self._where) > _MOST_REMEMBERED:
                self._where.clear()
            where = self._where[job.id] = job.where
        if where in passed:
            return None
        place = self._free(job, where)
        if place is None:
            passed.add(where)
        return place

    def cancel(self, job_id: str) -> Iterator[News]:
        """Stop a job that has begun."""
        started = self.find(job_id)
        if started is None or started.ending is not None:
            return
        if not started.spread:  # how it ends, its only place says
            yield from map(CallOff, started.in_flight.values())
            return
        yield from self._end(started, Cancelled(job=job_id))
        yield from self._in_order()

    def take(self, event: Event) -> Iterator[News]:
        """What `event` of a part means for its job and for others."""
        work = next((w for w in self._busy.values() if w.part.job.id == event.job), None)
        started = self.find(work.part.whose) if work else None
        if work is None or started is None:
            return
        part = work.part
        told = started.renumbered(event, part)
        if isinstance(told, Finished):
            started.note_finished(part, told)
        elif isinstance(told, Step):
            started.note_step(part, told)
        if not ends_job(event):
            if not isinstance(told, Finished):
                yield Told(started.job, told, started.is_shown(part))
        else:
            del self._busy[part.place]
            started.end(part)
            if isinstance(event, Finished):
                self._note_pace(part, event)
            else:
                yield from self._stopped(started, part, told)
        yield from self._in_order()

    def _free(self, job: Job, places: tuple[str, ...]) -> str | None:
        """The place that draws a picture of `job` now; None to wait for one.

        A place that is free isn't taken where another one is done with its own picture and this
        one, too, before it would be.
        """
        costs = {
            place: self._time_left(place) + self._cost(job, place)
            for place in places
            if place not in self.away
        }
        best = min(costs, key=costs.__getitem__, default=None)
        return best if best is not None and best not in self._busy else None

    def _cost(self, job: Job, place: str) -> float:
        """Seconds that a picture takes at `place`; hardly any where that isn't known."""
        cost = self._paces.get(place, 0.0) * _size(job) or _UNKNOWN
        is_loaded = self._loaded.get(place) == model_at(job, place)
        return cost if is_loaded else cost * _LOADING

    def _time_left(self, place: str) -> float:
        """Seconds until `place` is free: no end where nobody knows, once more where it is late."""
        work = self._busy.get(place)
        if work is None:
            return 0.0
        expected = self._paces.get(place, 0.0) * _size(work.part.job)
        if not expected:
            return inf
        gone = self._clock() - work.since
        return expected - gone if gone < expected else gone

    def _note_pace(self, part: JobPart, event: Finished) -> None:
        size = _size(part.job)
        if size:
            self._paces[part.place] = event.seconds * event.count / size

    def _hand_out(self, started: StartedJob, place: str) -> JobPart:
        part = started.hand_out(place)
        self._busy[place] = _Work(part, self._clock())
        self._loaded[place] = started.model_at(place)
        return part

    def _stopped(self, started: StartedJob, part: JobPart, event: Event) -> Iterator[News]:
        """A part has ended without its picture: others may draw it."""
        if started.ending is not None:
            return
        if isinstance(event, EngineLost):
            self._loaded.pop(part.place, None)
        gone = isinstance(event, EngineLost) and part.place and not started.job.asked_by
        if gone:
            self.away.add(part.place)
        elif started.spread and isinstance(event, EngineLost | Failed) and not _is_final(event):
            started.refusing.add(part.place)
        if gone or (part.place in started.refusing and started.where):
            started.give_back(part)
        else:
            yield from self._end(started, event)
        if gone:
            assert isinstance(event, EngineLost)
            yield PlaceGone(part.place, event, self._goes_on(started))
            yield from self._send_back(event)

    def _goes_on(self, started: StartedJob) -> bool:
        return bool(started.in_flight) or not self.away.issuperset(started.where)

    def _send_back(self, event: EngineLost) -> Iterator[News]:
        """Jobs that nobody can draw any more go back to the queue: the first comes last, before
        the others there.
        """
        stuck = [one for one in self._started if one.has_more and not self._goes_on(one)]
        for started in stuck:
            for ready in started.to_tell(all_of_them=True):
                yield Told(started.job, ready, True)
        for started in reversed(stuck):
            self._started.remove(started)
            yield Ended(started.job, event, started.unfinished, waits=True)

    def _end(self, started: StartedJob, event: Event) -> Iterator[News]:
        started.ending = event
        yield from map(CallOff, started.in_flight.values())

    def _in_order(self) -> Iterator[News]:
        """Tell what has its turn, and end what is over; spread jobs wait for those before them.

        Who hears of one job may cancel another, or the same: that ends while this is told.
        """
        held = False
        for started in list(self._started):
            if started not in self._started or (started.spread and held):
                continue
            over = started.is_over
            for event in started.to_tell(all_of_them=over or not started.spread):
                yield Told(started.job, event, True)
            if started not in self._started:
                continue
            if not over:
                held = held or started.spread
                continue
            self._started.remove(started)
            last = started.ending or started.told
            assert last is not None
            yield Ended(started.job, last, started.unfinished)


def _is_final(event: Failed | EngineLost) -> bool:
    """Whether no other place could do better: the picture is there, and only isn't on the disk."""
    return isinstance(event, Failed) and event.unsaved is not None


def _size(job: Job) -> float:
    """What of a job the time follows from: steps times pixels; 0 where that isn't known."""
    task = job.task
    if not isinstance(task, GenerationRequest):
        return 0.0
    return float(task.steps * task.width * task.height * (1 if job.places else task.count))
