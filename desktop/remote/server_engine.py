"""The interface of an engine on a server, whichever protocol that speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from desktop.core.engine_interface import CancelCheck, Emit, Engine
from desktop.core.events import DrawnPicture
from desktop.core.request import GenerationRequest
from desktop.core.tasks import UpscaleRequest


class ServerEngine(Engine, Protocol):
    """A `core.engine_interface.Engine` of one server; called from one thread."""

    def generate(
        self,
        job: str,
        request: GenerationRequest,
        emit: Emit,
        check: CancelCheck,
        *,
        waits: bool = True,
    ) -> Iterator[DrawnPicture]:
        """Yield the pictures of `request` in order; see core.engine_interface.Engine.generate.

        Where others could draw it, too, nobody `waits` long for a server that has gone. Raises
        ServerGone for one that doesn't come back.
        """
        ...

    def upscale(
        self, job: str, task: UpscaleRequest, emit: Emit, check: CancelCheck
    ) -> DrawnPicture:
        """Return the enlarged picture. Raises EaselError, and JobCancelled as soon as `check`
        does.
        """
        ...
