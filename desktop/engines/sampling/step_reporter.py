"""Per-image step callback: emits progress and previews, and raises JobCancelled."""

from __future__ import annotations

import time
from typing import Any

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.events import Step
from desktop.core.request import GenerationRequest

from .previews import LatentRGB, PreviewTap


class StepReporter:
    """Steps of one picture, possibly in several passes; `expect` sets their total."""

    def __init__(
        self,
        job: str,
        request: GenerationRequest,
        index: int,
        rgb: LatentRGB,
        emit: Emit,
        check: CancelCheck,
    ) -> None:
        self._job, self._index, self._count = job, index, request.count
        self._emit, self.check = emit, check
        self._previews = PreviewTap(job, index, rgb, enabled=request.previews)
        self._scheduler: Any = None
        self._total = self._before = self._steps = self._last_step = 0
        self._began: float | None = None
        self.seconds_per_step = 0.0

    def expect(self, total: int) -> None:
        """Set the total number of steps of all passes, and restart the count."""
        self._total, self._before, self._steps, self._began = total, 0, 0, None
        self._last_step = 0

    def begin(self, scheduler: Any, steps: int) -> None:
        """Begin a pass of `steps` steps on `scheduler`."""
        self._before += self._steps
        self._scheduler, self._steps = scheduler, steps
        if self._began is None:
            self._began = time.monotonic()

    def step_done(self, pipeline: Any, call: int, *_: Any) -> dict[str, Any]:
        """Report a step: diffusers' `callback_on_step_end`, twice a step for solvers of order 2.

        A self-paced solver ends before its list of timesteps does: the rest is skipped.
        """
        last = call + 1 == int(pipeline.num_timesteps)
        taken = (call + 1) // self._scheduler.order
        if getattr(self._scheduler, "paces_itself", False):
            taken = int(self._scheduler.share_done * self._steps)
            if self._scheduler.finished:
                last = pipeline._interrupt = True
        in_pass = self._steps if last else min(taken, self._steps)
        done = self._before + in_pass
        elapsed = time.monotonic() - (self._began or 0.0)
        self.seconds_per_step = elapsed / max(done, 1)
        if last or done > self._last_step:
            self._emit_step(done)
        if self._previews.due(last=last and done == self._total):
            denoised = self._scheduler.denoised()
            if denoised is not None:
                self._emit(self._previews.event(denoised, done))
        self.check()
        return {}

    def _emit_step(self, done: int) -> None:
        self._last_step = done
        self._emit(
            Step(
                job=self._job,
                index=self._index,
                count=self._count,
                step=done,
                steps=self._total,
                seconds_per_step=self.seconds_per_step,
            )
        )
