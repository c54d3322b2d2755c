"""Convert a server's progress with one picture into a job's events."""

from __future__ import annotations

import time

from desktop.core.engine_interface import Emit
from desktop.core.events import READY, Loading, Preview, Step
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.remote.protocol.received_pictures import decoded_preview

_PREVIEW_EVERY = 0.1
"""Minimum seconds between two previews."""


class PictureProgress:
    """Converter of a picture's progress into events; `steps` are those of all its passes."""

    def __init__(
        self, job: str, request: GenerationRequest, index: int, emit: Emit, server: str
    ) -> None:
        self._job, self._request, self._index, self._emit = job, request, index, emit
        self._server = server
        self.steps = 1
        self._done = self._first = 0
        self._began: float | None = None
        self._shown = 0.0
        self._place: int | None = None
        self.pace = 0.0

    def waiting(self, before: int) -> None:
        """Report the number of pictures before it in the server's queue."""
        if before == self._place:
            return
        self._place = before
        note = Message("{count} before it", count=before) if before else None
        what = Message("the model on “{server}”", server=self._server)
        if before:
            what = Message("the queue of “{server}”", server=self._server)
        self._emit(Loading(job=self._job, what=what, note=note))

    def stepped(self, done: int) -> None:
        """Report a step; a server may send the same step twice."""
        now = time.monotonic()
        if self._began is None:
            self._began, self._first = now, done
            self._emit(Loading(job=self._job, what=READY))
        if done <= self._done:
            return
        self._done = done
        self.pace = (now - self._began) / max(done - self._first, 1)
        self._emit(
            Step(
                job=self._job,
                index=self._index,
                count=self._request.count,
                step=min(done, self.steps),
                steps=self.steps,
                seconds_per_step=self.pace,
            )
        )

    def previewed(self, data: bytes) -> None:
        """Emit a preview, if wanted and not too soon after the last."""
        now = time.monotonic()
        if not self._request.previews or now - self._shown < _PREVIEW_EVERY:
            return
        image = decoded_preview(data)
        if image is None:
            return
        self._shown = now
        self._emit(
            Preview(
                job=self._job,
                index=self._index,
                step=self._done,
                width=image.width,
                height=image.height,
                rgb=image.tobytes(),
            )
        )

    def reconnecting(self) -> None:
        """Report that the connection is being restored."""
        self._place = None
        what = Message("connection to “{server}”", server=self._server)
        self._emit(Loading(job=self._job, what=what))
