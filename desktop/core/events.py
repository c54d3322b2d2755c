"""The one ordered stream of immutable events that an engine sends while it works on a job."""

from __future__ import annotations

from typing import Any

import msgspec

from .errors import UnsavedPicture
from .messages import Message

READY = Message("ready")
MOST_PIXELS = 10_000_000
"""Of a picture that travels in an event: a frame of the engine's protocol holds 32 MB."""


class DrawnPicture(msgspec.Struct, frozen=True, kw_only=True):
    """One finished picture: `height` x `width` x 3 bytes of RGB, and the recipe it came from."""

    index: int
    width: int
    height: int
    rgb: bytes
    recipe: dict[str, Any]
    seconds: float
    seconds_per_step: float
    notices: tuple[Message, ...] = ()


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    job: str


class Loading(_Event, frozen=True, kw_only=True):
    """A part is being loaded (READY: all are). `fraction` is 0..1, None where nobody can know.

    `note` explains.
    """

    what: Message
    fraction: float | None = None
    note: Message | None = None


class Step(_Event, frozen=True, kw_only=True):
    """Step `step` of `steps` of picture `index` of `count` is done."""

    index: int
    count: int
    step: int
    steps: int
    seconds_per_step: float


class Preview(_Event, frozen=True, kw_only=True):
    """The denoised estimate as `height` x `width` x 3 bytes of RGB."""

    index: int
    step: int
    width: int
    height: int
    rgb: bytes


class Finished(_Event, frozen=True, kw_only=True):
    """Picture `index` of `count` is on disk, whole; the last one ends the job."""

    index: int
    count: int
    path: str
    recipe: dict[str, Any]
    seconds: float
    seconds_per_step: float
    notices: tuple[Message, ...] = ()

    @property
    def last(self) -> bool:
        """Whether this picture ends its job."""
        return self.index + 1 == self.count


class Drawn(_Event, frozen=True, kw_only=True):
    """A picture of a job that keeps none: no file holds it. The last one ends the job."""

    count: int
    picture: DrawnPicture

    @property
    def last(self) -> bool:
        """Whether this picture ends its job."""
        return self.picture.index + 1 == self.count


class Reported(_Event, frozen=True, kw_only=True):
    """A job that makes no picture (convert, inspect, bench) is done; `data` is its result."""

    data: dict[str, Any]


class Progress(_Event, frozen=True, kw_only=True):
    """A job that makes no picture is at `fraction` (0..1) of `what`, and at `overall` of it all.

    `phases` are the names of all that is to be done, in order, where they are known; `place` is
    which of them `what` is.
    """

    what: Message
    fraction: float | None = None
    seconds_left: float | None = None
    overall: float | None = None
    phases: tuple[Message, ...] = ()
    place: int = 0


class Cancelled(_Event, frozen=True, kw_only=True):
    """The job ended because the user wanted it to."""


class Failed(_Event, frozen=True, kw_only=True):
    """The job ended with an error; `bad_input` tells a refusal, `bug` an unforeseen exception.

    `unsaved` is the finished picture where only the disk refused it.
    """

    message: Message
    details: str = ""
    bad_input: bool = False
    bug: bool = False
    unsaved: UnsavedPicture | None = None


class EngineLost(_Event, frozen=True, kw_only=True):
    """The engine child ended under the job; the next job gets a new child."""

    message: Message
    details: str = ""


Event = (
    Loading
    | Step
    | Preview
    | Finished
    | Drawn
    | Reported
    | Progress
    | Cancelled
    | Failed
    | EngineLost
)


def ends_job(event: Event) -> bool:
    """Whether nothing more comes for the job after this event."""
    if isinstance(event, Finished | Drawn):
        return event.last
    return isinstance(event, Reported | Cancelled | Failed | EngineLost)
