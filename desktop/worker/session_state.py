"""What the session is doing, as one value; a user's cancel is a state, not an error."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.events import Event, Loading, Progress, Step
from desktop.core.messages import Message
from desktop.core.tasks import Job
from desktop.remote.dispatch.started_job import StartedJob


@dataclass(frozen=True)
class Ready:
    """Nothing runs."""


@dataclass(frozen=True)
class LoadingModel:
    """A job runs, and its model is being loaded since `since` (time.monotonic())."""

    job: str
    what: Message
    fraction: float | None
    note: Message | None
    since: float


@dataclass(frozen=True)
class Running:
    """Step `step` of `steps` of picture `index` of `count` is done.

    `seconds_left` is for the whole job, None while nobody can know. Where several `places` draw the
    job, `drawn` pictures of it are done, and `share` of the whole (0..1); the steps are those of
    the earliest picture.
    """

    job: str
    index: int
    count: int
    step: int
    steps: int
    seconds_per_step: float | None
    seconds_left: float | None
    places: int = 1
    drawn: int = 0
    share: float | None = None

    @property
    def done(self) -> float:
        """The share of the whole job that is done, 0..1."""
        if self.share is not None:
            return self.share
        return (self.index + self.step / max(self.steps, 1)) / self.count


@dataclass(frozen=True)
class RunningSeveral:
    """Several jobs are drawn at once: `done` of all of them (0..1), and the seconds until the last
    one ends, None while nobody can know.
    """

    jobs: int
    done: float
    seconds_left: float | None


@dataclass(frozen=True)
class Working:
    """A job that makes no picture runs: a conversion, an inspection.

    The fields are those of `core.events.Progress`.
    """

    job: str
    what: Message
    fraction: float | None
    seconds_left: float | None
    overall: float | None = None
    phases: tuple[Message, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Cancelling:
    """The running job was asked to stop and has not ended yet."""

    job: str


State = Ready | LoadingModel | Running | RunningSeveral | Working | Cancelling


@dataclass(frozen=True)
class InFlight:
    """A job that has begun, how far it is, and the places that draw it now ("": this machine)."""

    job: Job
    state: State
    places: tuple[str, ...]


def over_all_places(state: State, started: StartedJob | None) -> State:
    """`state` of a job with what all the places that draw it have done."""
    if started is None or not started.spread or not isinstance(state, Running):
        return state
    return replace(
        state,
        places=len(started.in_flight),
        drawn=started.pictures_drawn,
        share=started.share_done,
        seconds_left=started.seconds_left,
    )


def state_of_all(states: Sequence[State]) -> State:
    """The state of all jobs that have begun, the first of them first; Ready for none.

    One that is being canceled, or of which nothing is drawn yet, is shown by itself.
    """
    running = [state for state in states if isinstance(state, Running)]
    first = states[0] if states else Ready()
    if len(states) < 2 or not running or isinstance(first, Cancelling):
        return first
    known = [state.seconds_left for state in running if state.seconds_left is not None]
    return RunningSeveral(
        jobs=len(states),
        done=sum(state.done for state in running) / len(states),
        seconds_left=max(known, default=None),
    )


def next_state(state: State, event: Event, now: float | None = None) -> State:
    """The state after `event`; only Loading, Step and Progress change it."""
    if isinstance(state, Cancelling) and state.job == event.job:
        return state
    if isinstance(event, Loading):
        moment = time.monotonic() if now is None else now
        same = isinstance(state, LoadingModel) and state.job == event.job
        since = state.since if same and isinstance(state, LoadingModel) else moment
        return LoadingModel(event.job, event.what, event.fraction, event.note, since)
    if isinstance(event, Step):
        steps_left = event.steps - event.step + (event.count - event.index - 1) * event.steps
        pace = event.seconds_per_step if event.step > 0 else None
        return Running(
            job=event.job,
            index=event.index,
            count=event.count,
            step=event.step,
            steps=event.steps,
            seconds_per_step=pace,
            seconds_left=None if pace is None else pace * steps_left,
        )
    if isinstance(event, Progress):
        return Working(
            job=event.job,
            what=event.what,
            fraction=event.fraction,
            seconds_left=event.seconds_left,
            overall=event.overall,
            phases=event.phases,
            place=event.place,
        )
    return state
