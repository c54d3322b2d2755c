"""A job that has begun: what of it is drawn, what is under way, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from desktop.core.events import Event, Finished, Preview, Step
from desktop.core.grids.grid import GridRequest
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, Task

from .spread_pace import SpreadPace

WHOLE = -1
"""The number of a part that is a whole job."""


class JobPart(NamedTuple):
    """What one place is given at a time: a picture of a job, or a job whole."""

    job: Job
    """As the place is given it; its id is the part's own, and `places` says who else could."""
    whose: str
    """The id of the job that it belongs to."""
    number: int
    place: str


class StartedJob:
    """Follows one job. One that whoever is free may draw is handed out picture by picture.

    Pictures are numbered anew from 0, without those that an earlier run has drawn, and are told in
    that order, whichever is ready first.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.unfinished = job
        """What is still to be drawn."""
        self.spread = bool(job.places)
        self.in_flight: dict[str, JobPart] = {}
        """The parts that are being drawn, by id."""
        self.refusing: set[str] = set()
        """The places that have failed to draw it."""
        self.ending: Event | None = None
        """Why it ends without what is left."""
        self.told: Finished | None = None
        """The picture that was told last."""
        task = job.task
        count = task.count if isinstance(task, GenerationRequest) else 1
        self._order = [n for n in range(count) if n not in job.drawn] if self.spread else [WHOLE]
        self._left = list(self._order)
        self._ready: dict[int, Finished] = {}
        self._drawn: set[int] = set()
        self._told = 0
        self._pace = SpreadPace()

    @property
    def where(self) -> tuple[str, ...]:
        """The places that may draw it, those left out that have failed to."""
        return tuple(place for place in self.job.where if place not in self.refusing)

    @property
    def has_more(self) -> bool:
        """Whether a further part can be handed out."""
        return bool(self._left) and self.ending is None

    @property
    def is_over(self) -> bool:
        """Whether nothing is under way and nothing is left."""
        return not self.in_flight and not self.has_more

    @property
    def is_drawn(self) -> bool:
        """Whether all its pictures are on the disk, though others are told first."""
        return len(self._drawn) == len(self._order)

    @property
    def pictures_done(self) -> float:
        """The pictures that are drawn, and the shares of those that are being drawn."""
        return len(self._drawn) + self._pace.under_way

    @property
    def pictures_drawn(self) -> int:
        """The pictures of a spread job that are on the disk, told or not."""
        return len(self._drawn)

    @property
    def share_done(self) -> float:
        """The share of a spread job that is drawn, over all places, 0..1."""
        return min(self.pictures_done / max(len(self._order), 1), 1.0)

    @property
    def seconds_left(self) -> float | None:
        """The seconds until a spread job is drawn by all its places; None while unknown."""
        places = [part.place for part in self.in_flight.values()]
        return self._pace.seconds_for(max(len(self._order) - self.pictures_done, 0.0), places)

    def model_at(self, place: str) -> str:
        """The path of its model at `place`, "" where it has none."""
        return model_at(self.job, place)

    def hand_out(self, place: str) -> JobPart:
        """The next part, which `place` draws from now on."""
        index = self._left.pop(0)
        job = self.job
        if index != WHOLE:
            assert isinstance(job.task, GenerationRequest)
            task = msgspec.structs.replace(job.task.after(index), count=1)
            for there in job.places:
                if there.server == place:
                    task = there.request(task)
            job = msgspec.structs.replace(job, id=f"{job.id}.{index}", task=task, drawn=())
        part = JobPart(job, self.job.id, index, place)
        self.in_flight[job.id] = part
        return part

    def note_step(self, part: JobPart, step: Step) -> None:
        """A step of `part` is done."""
        self._pace.note(part.place, step)

    def end(self, part: JobPart) -> None:
        """`part` is no longer under way."""
        del self.in_flight[part.job.id]
        self._pace.end(part.place)

    def give_back(self, part: JobPart) -> None:
        """Have `part` drawn once more, before what was to come."""
        self._left.insert(0, part.number)

    def renumbered(self, event: Event, part: JobPart) -> Event:
        """`event` of `part` as one of the job."""
        if part.number == WHOLE:
            return event
        if isinstance(event, Finished | Step):
            return msgspec.structs.replace(
                event, job=self.job.id, index=self._order.index(part.number), count=len(self._order)
            )
        if isinstance(event, Preview):
            index = self._order.index(part.number)
            return msgspec.structs.replace(event, job=self.job.id, index=index)
        return msgspec.structs.replace(event, job=self.job.id)

    def is_shown(self, part: JobPart) -> bool:
        """Whether `part` is the one whose progress stands for the job: its earliest."""
        return part.number <= min(other.number for other in self.in_flight.values())

    def note_finished(self, part: JobPart, event: Finished) -> None:
        """A picture is on the disk; `event` as `renumbered` gives it."""
        self._ready[event.index] = event
        if part.number == WHOLE:
            remaining = _remaining(self.unfinished.task, event)
            if remaining is not None and not event.last:
                self.unfinished = msgspec.structs.replace(self.unfinished, task=remaining)
            return
        self._drawn.add(part.number)
        self.unfinished = self.job.without(self._drawn) or self.unfinished

    def to_tell(self, *, all_of_them: bool = False) -> Iterator[Finished]:
        """The finished pictures whose turn it is: what comes before them was told.

        `all_of_them`: what is missing between them never comes.
        """
        while self._ready:
            index = min(self._ready) if all_of_them else self._told
            if index not in self._ready:
                return
            self._told = index + 1
            self.told = self._ready.pop(index)
            yield self.told


def model_at(job: Job, place: str) -> str:
    """The path of the model with which `job` is drawn at `place`, "" for a job that has none."""
    for other in job.places:
        if other.server == place:
            return other.model
    return job.task.model if isinstance(job.task, GenerationRequest) else ""


def _remaining(task: Task, event: Finished) -> Task | None:
    """What of a job that is drawn whole is left after `event`; None where it can't be told."""
    if isinstance(task, GridRequest):
        return task.drawn(event.index, event.path) if event.index < len(task.cells) else task
    return task.after(1) if isinstance(task, GenerationRequest) else None
