"""What the session is doing, as one value; a user's cancel is a state, not an error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ready:
    """Nothing runs."""


@dataclass(frozen=True)
class LoadingModel:
    """A job runs, and its model is being loaded since `since` (time.monotonic())."""

    job: str
    what: str
    fraction: float | None
    note: str
    since: float


@dataclass(frozen=True)
class Running:
    """Step `step` of `steps` of picture `index` of `count` is done.

    `seconds_left` is for the whole job, None while nobody can know.
    """

    job: str
    index: int
    count: int
    step: int
    steps: int
    seconds_per_step: float | None
    seconds_left: float | None


@dataclass(frozen=True)
class Working:
    """A job that makes no picture runs: a conversion, an inspection.

    The fields are those of `core.events.Progress`.
    """

    job: str
    what: str
    fraction: float | None
    seconds_left: float | None
    overall: float | None = None
    phases: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Cancelling:
    """The running job was asked to stop and has not ended yet."""

    job: str


State = Ready | LoadingModel | Running | Working | Cancelling
