"""The part of a job that was drawn without its queue recording it: the window was killed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.core.errors import EaselError
from desktop.core.grids.grid import GridRequest
from desktop.core.picture_formats import WRITTEN_SUFFIXES, names_picture
from desktop.core.prompts.choices import has_choices
from desktop.core.recipe import Recipe
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, PictureForm
from desktop.files.unique_paths import names
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.queue_file import QueueContent

from .slugs import slug

_MOST_NAMES = 50
_SLACK = 2.0
"""Maximum seconds between the clocks of two file systems."""


def still_to_draw(content: QueueContent) -> tuple[Job, ...]:
    """The jobs of an earlier run, without what was drawn before the queue heard of it."""
    left = (
        without_drawn(job, content.saved) if job.id in content.begun else job
        for job in content.jobs
    )
    return tuple(job for job in left if job is not None)


def without_drawn(job: Job, saved: float) -> Job | None:
    """Return the part of `job` still to be drawn; None if all is drawn.

    `saved` is when its queue was last written (seconds since 1970): a newer picture in the job's
    folder with the seed and the settings of a pending picture is that picture.
    """
    task = job.task
    if isinstance(task, GenerationRequest) and job.places:
        return job.without(
            index
            for index in range(task.count)
            if index not in job.drawn and _drawn(job, task.after(index), saved)
        )
    if isinstance(task, GenerationRequest):
        while task.count > 0 and _drawn(job, task, saved):
            task = task.after(1)
        return msgspec.structs.replace(job, task=task) if task.count > 0 else None
    if isinstance(task, GridRequest):
        for index, cell in enumerate(task.cells):
            path = None if cell.path else _drawn(job, cell.request, saved)
            if path is not None:
                task = task.drawn(index, str(path))
        return msgspec.structs.replace(job, task=task)
    return job


def _drawn(job: Job, request: GenerationRequest, saved: float) -> Path | None:
    """Return the first picture of `request`, if written after `saved`."""
    with suppress(ValueError):  # an output that no file can be called, in a damaged queue
        for path in _candidates(job, request):
            with suppress(OSError, EaselError):
                if path.stat().st_mtime >= saved - _SLACK and _is_of(path, request):
                    return path
    return None


def _candidates(job: Job, request: GenerationRequest) -> Iterator[Path]:
    """Yield the possible files of a picture of `request`, whose prompt may contain choices."""
    output, ending = Path(job.output), f"-{request.seed_of(0)}"
    if names_picture(output):
        folder, stem, suffix = output.parent, output.stem, output.suffix
    elif job.form != PictureForm():
        with suppress(OSError):  # its name is anything
            yield from (path for path in output.rglob("*") if path.suffix in WRITTEN_SUFFIXES)
        return
    elif has_choices(request.prompt):
        wanted = re.compile(rf"{ending}(-\d{{1,6}}+)?\.png$")
        with suppress(OSError):
            yield from (path for path in output.iterdir() if wanted.search(path.name))
        return
    else:
        folder, stem, suffix = output, f"{slug(request.prompt)}{ending}", ".png"
    for _, name in zip(range(_MOST_NAMES), names(stem, suffix), strict=False):
        if not (folder / name).exists():
            return
        yield folder / name


def _is_of(path: Path, request: GenerationRequest) -> bool:
    found = read_recipe(path)
    recipe = found.recipe if found is not None and found.source == "Easel" else Recipe({})
    same = recipe.get("seed") == request.seed_of(0)
    for key in ("steps", "width", "height", "guidance_scale", "sampler"):
        same = same and recipe.get(key) == getattr(request, key)
    prompt = recipe.text("prompt")
    return same and (prompt == request.prompt or has_choices(request.prompt))
