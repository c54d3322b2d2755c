"""How far the job that another program asked for is, as its progress routes tell it."""

from __future__ import annotations

import time

import msgspec

from desktop.core.events import Event, Finished, Loading, Preview, Step


class JobProgress(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot; all zero while nothing is drawn. `started` is in seconds since 1970.

    `preview` is the last denoised estimate, None before there is one.
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
        """The part of the whole job that is done, 0..1."""
        if not self.pictures or not self.steps:
            return 0.0
        return min((self.picture + self.step / self.steps) / self.pictures, 1.0)

    @property
    def drawing(self) -> bool:
        """Whether a job is under way."""
        return bool(self.job)

    def after(self, event: Event) -> JobProgress:
        """The snapshot once `event` has come."""
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
        """The snapshot as `job` starts."""
        return cls(job=job, started=time.time())
