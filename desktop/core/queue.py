"""The waiting jobs in their order, as an immutable value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .tasks import Job


@dataclass(frozen=True)
class JobQueue:
    """Jobs that wait, first come first served; every change gives a new queue.

    Names that are not in the queue (any more) change nothing: the job may just have started.
    """

    jobs: tuple[Job, ...] = ()

    def added(self, job: Job, *, front: bool = False) -> JobQueue:
        """With `job` at the end, or at the front."""
        return replace(self, jobs=(job, *self.jobs) if front else (*self.jobs, job))

    def without(self, job_id: str) -> JobQueue:
        """Without the job of that name."""
        return replace(self, jobs=tuple(job for job in self.jobs if job.id != job_id))

    def to_front(self, job_id: str) -> JobQueue:
        """With the job of that name as the next one."""
        moved = tuple(job for job in self.jobs if job.id == job_id)
        return replace(self, jobs=moved + self.without(job_id).jobs)

    def taken(self) -> tuple[Job | None, JobQueue]:
        """The next job, None where there is none, and the queue without it."""
        if not self.jobs:
            return None, self
        return self.jobs[0], replace(self, jobs=self.jobs[1:])
