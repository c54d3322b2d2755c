"""From an engine's events to the session's state: a pure function."""

from __future__ import annotations

import time

from desktop.core.events import Event, Loading, Progress, Step

from .session_state import Cancelling, LoadingModel, Running, State, Working


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
