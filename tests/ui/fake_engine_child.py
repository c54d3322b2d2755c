"""An engine child without a model: it paints a plain picture for each seed, with real files.

First argument: "draw" (at once), "compile" (loads with a note until cancelled),
"slow" (a step each 50 ms, and the last only once cancelled), "die" (at step 2),
"fail" (with a sentence and details), "told" (what the prompt's first word says).
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.core.engine_interface import Emit
from desktop.core.events import (
    Cancelled,
    DrawnPicture,
    Failed,
    Loading,
    Preview,
    Progress,
    Reported,
    Step,
)
from desktop.core.grids.grid import GridRequest
from desktop.core.messages import Message
from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest
from desktop.core.tasks import ConvertRequest, Job
from desktop.models.conversion.converted_folder import working_folder
from desktop.process.frames import Cancel, ChildReady, FrameDecoder, Run, encode
from desktop.process.jobs.finished_picture import deliver
from desktop.process.jobs.grid_job import draw_grid


class Painter:
    def __init__(self, behaviour: str) -> None:
        self.behaviour = behaviour
        self.told = behaviour == "told"
        self.out = os.dup(1)
        os.dup2(2, 1)
        self.decoder = FrameDecoder()
        self.cancelled = ""
        self.made = 0
        self.send(ChildReady(version="test", pid=os.getpid()))

    def send(self, message: object) -> None:
        os.write(self.out, encode(message))  # type: ignore[arg-type]

    def serve(self) -> None:
        while data := os.read(0, 65536):
            for command in self.decoder.feed(data):
                if isinstance(command, Run):
                    self.run(command.job)
                elif isinstance(command, Cancel):
                    self.cancelled = command.job

    def run(self, job: Job) -> None:
        request = job.task
        if isinstance(request, ConvertRequest):
            self.convert(job, request)
            return
        if isinstance(request, GridRequest):
            draw_grid(job, request, self.cell, self.send)
            return
        assert isinstance(request, GenerationRequest)
        if self.told:
            self.behaviour = request.prompt.partition(" ")[0]
        self.send(Loading(job=job.id, what=Message("model"), fraction=0.5))
        if self.behaviour == "compile":
            self.send(
                Loading(job=job.id, what=Message("UNet"), note=Message("first use of this model"))
            )
            while self.cancelled != job.id:
                time.sleep(0.02)
                self.look()
            self.send(Cancelled(job=job.id))
            return
        if self.behaviour == "fail":
            self.send(
                Failed(job=job.id, message=Message("The model is broken."), details="KeyError: x")
            )
            return
        for index in range(request.count):
            if not self.picture(job, request, index):
                self.send(Cancelled(job=job.id))
                return

    def convert(self, job: Job, request: ConvertRequest) -> None:
        """Half a conversion, and then its end: "slow" goes on and on, deaf to cancels."""
        output = Path(request.output)
        work = working_folder(output, os.getpid())
        work.mkdir(parents=True)
        unet = Message("UNet")
        check = Message("{part}: comparing with PyTorch", part=unet)
        phases = (Message("Text encoder"), unet, check)
        for place, what in enumerate(phases):
            self.send(
                Progress(
                    job=job.id,
                    what=what,
                    fraction=0.5,
                    seconds_left=30.0,
                    overall=(place + 0.5) / len(phases),
                    phases=phases,
                    place=place,
                )
            )
            while self.behaviour == "slow" and place == 1:
                time.sleep(0.05)
        if self.behaviour == "fail":
            self.send(Failed(job=job.id, message=Message("The UNet is broken."), bad_input=True))
            return
        shutil.copytree(Path(request.source), output)
        work.rmdir()
        parts = [{"title": "UNet", "bytes": 2_000_000, "psnr": {"noise_pred": 90.4}, "note": ""}]
        report = {"path": str(output), "name": "tiny", "size": [64, 64], "bytes": 2_000_000}
        self.send(Reported(job=job.id, data=report | {"parts": parts, "check": {"UNet": 90.4}}))

    def cell(self, request: GenerationRequest, emit: Emit) -> Iterator[DrawnPicture]:
        """One picture of a grid, at once."""
        emit(Step(job="", index=0, count=1, step=1, steps=1, seconds_per_step=0.05))
        rgb = self.colour(request.seed) * (request.width * request.height)
        yield DrawnPicture(
            index=0,
            width=request.width,
            height=request.height,
            rgb=rgb,
            recipe=self.recipe(request, 0),
            seconds=0.1,
            seconds_per_step=0.05,
        )

    def picture(self, job: Job, request: GenerationRequest, index: int) -> bool:
        colour = self.colour(request.seed_of(index))
        for step in range(1, request.steps + 1):
            if self.behaviour == "slow":
                time.sleep(0.05)
                while step == request.steps and self.cancelled != job.id:
                    self.look()
                    time.sleep(0.02)
            if self.behaviour == "die" and step == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            self.look()
            if self.cancelled == job.id:
                return False
            self.send(
                Step(
                    job=job.id,
                    index=index,
                    count=request.count,
                    step=step,
                    steps=request.steps,
                    seconds_per_step=0.05,
                )
            )
            preview = Preview(
                job=job.id, index=index, step=step, width=8, height=8, rgb=colour * 64
            )
            self.send(preview)
        recipe = self.recipe(request, index)
        size = (request.width, request.height)
        rgb = colour * (size[0] * size[1])
        picture = DrawnPicture(
            index=index,
            width=size[0],
            height=size[1],
            rgb=rgb,
            recipe=recipe,
            seconds=1.0,
            seconds_per_step=0.05,
        )
        self.send(deliver(job, picture, request.count))
        return True

    def colour(self, seed: int) -> bytes:
        return bytes((seed * 53 % 256, seed * 97 % 256, 140))

    def recipe(self, request: GenerationRequest, index: int) -> dict[str, Any]:
        """Of a picture that is a second younger than the last, and a day than those of the tests:
        the gallery has them in this order however often it is read.
        """
        self.made += 1
        return recipe_of(
            request,
            index,
            model={"name": "Starter (draws icons)", "family": "sd1", "hash": "0"},
            runtime="torch",
            device="cpu",
            precision="fp32",
            created=f"2026-11-23T10:{self.made // 60:02}:{self.made % 60:02}+00:00",
            app="Easel test",
        )

    def look(self) -> None:
        """See whether a cancel came meanwhile."""
        while select.select([0], [], [], 0)[0]:
            data = os.read(0, 65536)
            if not data:
                os._exit(0)
            for command in self.decoder.feed(data):
                if isinstance(command, Cancel):
                    self.cancelled = command.job


if __name__ == "__main__":
    Painter(sys.argv[1]).serve()
