"""The waiting jobs in order, as an immutable value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .tasks import Job


@dataclass(frozen=True)
class JobQueue:
    """First-in, first-out queue of waiting jobs; every change returns a new queue.

    Unknown job names change nothing: the job may just have started.
    """

    jobs: tuple[Job, ...] = ()

    def added(self, job: Job, *, front: bool = False) -> JobQueue:
        """Return a queue with `job` at the end, or at the front."""
        return replace(self, jobs=(job, *self.jobs) if front else (*self.jobs, job))

    def without(self, job_id: str) -> JobQueue:
        """Return a queue without the job of that name."""
        return replace(self, jobs=tuple(job for job in self.jobs if job.id != job_id))

    def to_front(self, job_id: str) -> JobQueue:
        """Return a queue with the job of that name as the next one."""
        moved = tuple(job for job in self.jobs if job.id == job_id)
        return replace(self, jobs=moved + self.without(job_id).jobs)

    def moved(self, job_id: str, place: int) -> JobQueue:
        """Return a queue with the job of that name at `place` (0: next)."""
        moved = tuple(job for job in self.jobs if job.id == job_id)
        rest = self.without(job_id).jobs
        return replace(self, jobs=rest[:place] + moved + rest[place:])

    def with_again(self, before: Sequence[Job], jobs: Sequence[Job]) -> JobQueue:
        """Return a queue with the removed `jobs` back, in their order in `before`."""
        places = {job.id: place for place, job in enumerate(before)}
        known = {job.id for job in self.jobs}
        back = [job for job in jobs if job.id not in known]
        newest = len(before)
        order = sorted((*self.jobs, *back), key=lambda job: places.get(job.id, newest))
        return replace(self, jobs=tuple(order))

    def taken(self, ready: Callable[[Job], bool]) -> tuple[Job | None, JobQueue]:
        """Return the next job that is `ready` (None if none is) and the queue without it."""
        for place, job in enumerate(self.jobs):
            if ready(job):
                return job, replace(self, jobs=self.jobs[:place] + self.jobs[place + 1 :])
        return None, self
