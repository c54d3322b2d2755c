"""Convert a server's progress with an enlargement into a job's events."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

import desktop
from desktop.core.engine_interface import Emit
from desktop.core.events import DrawnPicture, Loading, Progress
from desktop.core.messages import Message
from desktop.core.recipe import upscaled_recipe
from desktop.core.server import ServerFile
from desktop.core.tasks import UpscaleRequest
from desktop.process.jobs.finished_picture import source_recipe


class UpscaleProgress:
    """A `prompt_run.Listener`: servers don't say how far an enlargement is."""

    def __init__(self, job: str, emit: Emit, server: str) -> None:
        self._job, self._emit, self._server = job, emit, server

    def waiting(self, before: int) -> None:
        """Report the number of pictures before it; 0: running."""
        if not before:
            self._emit(Progress(job=self._job, what=Message("upscaling")))
            return
        what = Message("the queue of “{server}”", server=self._server)
        note = Message("{count} before it", count=before)
        self._emit(Loading(job=self._job, what=what, note=note))

    def stepped(self, done: int) -> None:
        """Ignore steps, which an enlargement hasn't got."""

    def previewed(self, data: bytes) -> None:
        """Ignore previews."""

    def reconnecting(self) -> None:
        """Report that the connection is lost and being restored."""
        what = Message("connection to “{server}”", server=self._server)
        self._emit(Loading(job=self._job, what=what))


def upscaled_picture(
    task: UpscaleRequest, pixels: NDArray[np.uint8], seconds: float, device: str = ""
) -> DrawnPicture:
    """Return the enlarged picture of `task`, (H, W, 3) uint8, with its recipe."""
    file = ServerFile.of(task.model)
    assert file is not None
    height, width, _ = pixels.shape
    return DrawnPicture(
        index=0,
        width=width,
        height=height,
        rgb=pixels.tobytes(),
        recipe=upscaled_recipe(
            task.image,
            file.name,
            (width, height),
            device,
            source_recipe(task.image),
            created=datetime.now().astimezone().isoformat(timespec="seconds"),
            app=f"Easel {desktop.__version__}",
            server=file.server,
        ),
        seconds=seconds,
        seconds_per_step=seconds,
    )
