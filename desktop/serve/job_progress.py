"""The progress of another program's job, for the progress routes."""

from __future__ import annotations

import time

import msgspec

from desktop.core.events import Event, Finished, Loading, Preview, Step


class JobProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Snapshot of a job; all zero while nothing is drawn. `started` is in seconds since 1970.

    `preview` is the last x0 estimate, None before the first.
    """

    job: str = ""
    started: float = 0.0
    picture: int = 0
    pictures: int = 0
    step: int = 0
    steps: int = 0
    seconds_left: float = 0.0
    preview: Preview | None = None

    @property
    def fraction(self) -> float:
        """The completed part of the whole job, 0..1."""
        if not self.pictures or not self.steps:
            return 0.0
        return min((self.picture + self.step / self.steps) / self.pictures, 1.0)

    @property
    def drawing(self) -> bool:
        """Whether a job is running."""
        return bool(self.job)

    def after(self, event: Event) -> JobProgress:
        """Return the snapshot after `event`."""
        if isinstance(event, Step):
            left = (event.steps - event.step) + event.steps * (event.count - event.index - 1)
            return msgspec.structs.replace(
                self,
                picture=event.index,
                pictures=event.count,
                step=event.step,
                steps=event.steps,
                seconds_left=left * event.seconds_per_step,
            )
        if isinstance(event, Preview):
            return msgspec.structs.replace(self, preview=event)
        if isinstance(event, Finished):
            return msgspec.structs.replace(
                self, picture=event.index + 1, pictures=event.count, step=0, preview=None
            )
        if isinstance(event, Loading):
            return msgspec.structs.replace(self, step=0)
        return self

    @classmethod
    def begun(cls, job: str) -> JobProgress:
        """Return the snapshot of a job that starts."""
        return cls(job=job, started=time.time())
