"""Log the course of jobs for the reader of a bug report; never a prompt or a file name."""

from __future__ import annotations

import logging
import time
from enum import Enum
from pathlib import Path

import msgspec

from desktop.core.events import Drawn, EngineLost, Event, Failed, Finished, Loading, Progress
from desktop.core.tasks import Job

logger = logging.getLogger(__name__)

_TEXTS = frozenset(
    {
        *("model", "vae", "source", "output", "sampler", "noise_schedule", "rng", "precision"),
        *("prediction", "vae_tiling", "attention", "compress", "min_deployment_target", "form"),
        *("what", "fit"),
    }
)
"""Settings whose text is not the user's own words; of a path the last part is logged."""
_RECIPE = ("width", "height", "runtime", "device", "precision", "compute_unit")


class JobLog:
    """Logger of one job after the other, in the child or beside it."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._phase = ""

    def begin(self, job: Job) -> None:
        """Log the job's task."""
        self._started, self._phase = time.monotonic(), ""
        logger.info("Job %s: %s", job.id, task_summary(job.task))

    def note(self, event: Event) -> None:
        """Log a phase when it begins, and a picture when it is done."""
        if isinstance(event, Loading | Progress):
            note = event.note if isinstance(event, Loading) else None
            phase = f"{event.what} {note or ''}".strip()
            if phase != self._phase:
                self._phase = phase
                logger.info("%s: %s", type(event).__name__, phase)
        elif isinstance(event, Finished | Drawn):
            picture = event.picture if isinstance(event, Drawn) else event
            settings = {name: picture.recipe[name] for name in _RECIPE if name in picture.recipe}
            place = f"{picture.index + 1} of {event.count}"
            logger.info("Picture %s after %.1f s: %s", place, picture.seconds, settings)

    def end(self, event: Event) -> None:
        """Log the job's outcome: a lost engine and a bug (logged where it arose) are warnings."""
        loud = isinstance(event, EngineLost) or (isinstance(event, Failed) and event.bug)
        level = logging.WARNING if loud else logging.INFO
        message = event.message if isinstance(event, Failed | EngineLost) else ""
        seconds = time.monotonic() - self._started
        how = type(event).__name__
        logger.log(level, "Job %s: %s after %.1f s. %s", event.job, how, seconds, message)


def task_summary(task: msgspec.Struct) -> str:
    """Return the kind of a task and its non-default settings, without user texts."""
    settings: list[str] = []
    for field in msgspec.structs.fields(task):
        value = getattr(task, field.name)
        if value == field.default:
            continue
        if isinstance(value, str) and not isinstance(value, Enum):
            if field.name in _TEXTS:
                settings.append(f"{field.name}={Path(value).name}")
        elif isinstance(value, tuple):
            settings.append(f"{len(value)} {field.name}")  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, msgspec.Struct):
            settings.append(f"{field.name}: {task_summary(value)}")
        else:
            settings.append(f"{field.name}={value}")
    return f"{type(task).__name__}({', '.join(settings)})"
