"""The session's state as text and fraction, shared by toolbar, tile and queue."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.events import READY
from desktop.core.messages import Message
from desktop.worker.session_state import (
    Cancelling,
    LoadingModel,
    Running,
    RunningSeveral,
    State,
    Working,
)

from .translate_message import translate_message

translate = QCoreApplication.translate


def title(state: State) -> str:
    """Return the current activity in a few words; "" when idle."""
    if isinstance(state, LoadingModel):
        return _loading(state.what)
    if isinstance(state, Running | RunningSeveral):
        return _drawing(state)
    if isinstance(state, Working):
        return translate_message(state.what)
    if isinstance(state, Cancelling):
        return translate("Progress", "Stopping…")
    return ""


def _drawing(state: Running | RunningSeveral) -> str:
    if isinstance(state, RunningSeveral):
        return translate("Progress", "Drawing {n} jobs").format(n=state.jobs)
    if state.places > 1:
        return translate("Progress", "Drawing {n} in {places} places").format(
            n=state.count, places=state.places
        )
    if state.count > 1:
        return translate("Progress", "Drawing {i} of {n}").format(i=state.index + 1, n=state.count)
    return translate("Progress", "Drawing")


def _loading(what: Message) -> str:
    if what == READY:
        return translate("Progress", "Drawing")
    return translate("Progress", "Loading {what}").format(what=translate_message(what))


def detail(state: State) -> str:
    """Return step, seconds per step and time left, as far as known."""
    if isinstance(state, LoadingModel):
        seconds = int(time.monotonic() - state.since)
        waited = (
            translate("Progress", "{seconds} s").format(seconds=seconds) if seconds >= 2 else ""
        )
        return "  ·  ".join(part for part in (translate_message(state.note), waited) if part)
    if isinstance(state, Running) and state.places > 1:
        ready = translate("Progress", "{n} ready").format(n=state.drawn)
        return "  ·  ".join(part for part in (ready, _left(state.seconds_left)) if part)
    if isinstance(state, Running):
        parts = [translate("Progress", "step {i} of {n}").format(i=state.step, n=state.steps)]
        if state.seconds_per_step:
            parts.append(
                translate("Progress", "{pace} s/step").format(pace=_pace(state.seconds_per_step))
            )
        parts.append(_left(state.seconds_left))
        return "  ·  ".join(part for part in parts if part)
    if isinstance(state, RunningSeveral | Working):
        return _left(state.seconds_left)
    return ""


def _left(seconds: float | None) -> str:
    """Return the time left as text, "" where unknown."""
    if seconds is None:
        return ""
    return translate("Progress", "{time} left").format(time=duration(seconds))


def shorter_title(state: State) -> str:
    """Return `title` for narrow places, without the name of what is loaded."""
    if isinstance(state, LoadingModel) and state.what != READY:
        return translate("Progress", "Loading")
    return title(state)


def shorter_details(state: State) -> tuple[str, ...]:
    """Return ever shorter versions of `detail`: without the pace, then only the essential."""
    if not isinstance(state, Running):
        return ()
    without_pace = detail(replace(state, seconds_per_step=None))
    return (without_pace, without_pace.rpartition("  ·  ")[2])


def fraction(state: State) -> float | None:
    """Return the progress of the running picture, 0..1; None if unknown.

    Where several places draw, it is the progress of all they draw.
    """
    if isinstance(state, RunningSeveral) or (isinstance(state, Running) and state.places > 1):
        return state.done
    return picture_fraction(state)


def picture_fraction(state: State) -> float | None:
    """Return the progress of the earliest picture of a job, 0..1; None if unknown."""
    if isinstance(state, Running) and state.steps:
        return state.step / state.steps
    if isinstance(state, Working):
        return state.fraction if state.overall is None else state.overall
    if isinstance(state, LoadingModel) and state.what != READY:
        return state.fraction
    return None


def seconds(value: float) -> str:
    """Return a duration in seconds with a tenth."""
    return translate("Progress", "{seconds} s").format(seconds=QLocale().toString(value, "f", 1))


def duration(seconds: float) -> str:
    """Return a duration in seconds as readable text: 8 s, 2 min 5 s, 1 h 4 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return translate("Progress", "{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return translate("Progress", "{minutes} min {seconds} s").format(
            minutes=minutes, seconds=rest
        )
    return translate("Progress", "{hours} h {minutes} min").format(
        hours=minutes // 60, minutes=minutes % 60
    )


def _pace(seconds: float) -> str:
    return QLocale().toString(seconds, "f", 2 if seconds < 10 else 1)
