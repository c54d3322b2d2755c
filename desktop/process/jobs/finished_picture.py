"""Deliver a finished picture: the same way for this machine's engine and a server's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.events import MOST_PIXELS, Drawn, DrawnPicture, Finished
from desktop.core.tasks import Job
from desktop.storage.app_paths import INPUT_PATHS
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.input_paths import InputPaths
from desktop.storage.pictures.picture_files import write_picture


def deliver(job: Job, picture: DrawnPicture, count: int) -> Finished | Drawn:
    """Write one of the `count` pictures of `job`, or pass it on where the job keeps none.

    Returns the event for it. Raises EaselError.
    """
    if job.kept:
        return write_finished(job, picture, count)
    if picture.width * picture.height > MOST_PIXELS:
        raise BadInput(
            "A picture of {width} × {height} is too large to be shown without being saved.",
            width=picture.width,
            height=picture.height,
        )
    return Drawn(job=job.id, count=count, picture=picture)


def keep_drawn(job: Job, picture: DrawnPicture, cache: Path) -> Finished:
    """Write a picture that was drawn without being kept, as it would have been written then.

    The paths of the files that it was made from are stored in `cache`. Raises EaselError.
    """
    InputPaths(cache / INPUT_PATHS).remember(picture.recipe)
    return write_finished(job, picture, count=1)


def write_finished(job: Job, picture: DrawnPicture, count: int) -> Finished:
    """Write one of the `count` pictures of `job`; return the event for it. Raises EaselError."""
    path = write_picture(
        picture.rgb,
        picture.width,
        picture.height,
        picture.recipe,
        Path(job.output),
        form=job.form,
    )
    return Finished(
        job=job.id,
        index=picture.index,
        count=count,
        path=str(path),
        recipe=picture.recipe,
        seconds=picture.seconds,
        seconds_per_step=picture.seconds_per_step,
        notices=picture.notices,
    )


def source_recipe(image: str) -> Mapping[str, Any] | None:
    """Return Easel's recipe in the file `image`, None for other pictures."""
    path = Path(image)
    read = read_recipe(path) if path.is_file() else None
    return read.recipe if read is not None and read.source == "Easel" else None
