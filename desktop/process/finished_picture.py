"""Puts a drawn picture on the disk: the same way whether this machine or a server has drawn it."""

from __future__ import annotations

from pathlib import Path

from desktop.core.engine_interface import DrawnPicture
from desktop.core.events import Finished
from desktop.core.tasks import Job
from desktop.storage.pictures.picture_files import write_picture


def write_finished(job: Job, picture: DrawnPicture, count: int) -> Finished:
    """Write one of the `count` pictures of `job`; the event that says so. Raises EaselError."""
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
