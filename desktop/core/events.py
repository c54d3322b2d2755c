"""The ordered stream of immutable events that an engine emits while it works on a job."""

from __future__ import annotations

from typing import Any

import msgspec

from .errors import UnsavedPicture
from .messages import Message

READY = Message("ready")
MOST_PIXELS = 10_000_000
"""Largest picture in an event, in pixels: a frame of the engine's protocol holds 32 MB."""


class DrawnPicture(msgspec.Struct, frozen=True, kw_only=True):
    """One finished picture: (`height`, `width`, 3) uint8 RGB bytes, and its recipe."""

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
    """A part is being loaded (READY: all are). `fraction` is 0..1, or None if it can't be known.

    `note` is an explanation for the user.
    """

    what: Message
    fraction: float | None = None
    note: Message | None = None


class Step(_Event, frozen=True, kw_only=True):
    """Completion of step `step` of `steps`, of picture `index` of `count`."""

    index: int
    count: int
    step: int
    steps: int
    seconds_per_step: float


class Preview(_Event, frozen=True, kw_only=True):
    """The denoised estimate (x0) as (`height`, `width`, 3) uint8 RGB bytes."""

    index: int
    step: int
    width: int
    height: int
    rgb: bytes


class Finished(_Event, frozen=True, kw_only=True):
    """Picture `index` of `count` is completely written to disk; the last one ends the job."""

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
    """A picture of a job that writes no files. The last one ends the job."""

    count: int
    picture: DrawnPicture

    @property
    def last(self) -> bool:
        """Whether this picture ends its job."""
        return self.picture.index + 1 == self.count


class Reported(_Event, frozen=True, kw_only=True):
    """Completion of a job without pictures (convert, inspect, bench); `data` is its result."""

    data: dict[str, Any]


class Progress(_Event, frozen=True, kw_only=True):
    """Progress of a job without pictures: `fraction` of phase `what`, `overall` of all (both 0..1).

    `phases` are the names of all phases in order, where known; `place` is the index of `what` among
    them.
    """

    what: Message
    fraction: float | None = None
    seconds_left: float | None = None
    overall: float | None = None
    phases: tuple[Message, ...] = ()
    place: int = 0


class Cancelled(_Event, frozen=True, kw_only=True):
    """The job was cancelled by the user."""


class Failed(_Event, frozen=True, kw_only=True):
    """The job failed; `bad_input` marks a refusal, `bug` an unforeseen exception.

    `unsaved` is the finished picture if only writing it to disk failed.
    """

    message: Message
    details: str = ""
    bad_input: bool = False
    bug: bool = False
    unsaved: UnsavedPicture | None = None


class EngineLost(_Event, frozen=True, kw_only=True):
    """The engine child ended during the job; the next job gets a new child."""

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
    """Return whether `event` is the job's last."""
    if isinstance(event, Finished | Drawn):
        return event.last
    return isinstance(event, Reported | Cancelled | Failed | EngineLost)
