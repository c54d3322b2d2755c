"""The interface of every engine: takes a request, emits events, yields pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from .events import DrawnPicture, Event
from .request import GenerationRequest

Emit = Callable[[Event], None]
CancelCheck = Callable[[], None]
"""Raises JobCancelled if the job was cancelled; cheap enough to call at every step and layer."""


class Engine(Protocol):
    """One loaded model that generates pictures.

    Lives in the child process; called from one thread.
    """

    def generate(
        self, job: str, request: GenerationRequest, emit: Emit, check: CancelCheck
    ) -> Iterator[DrawnPicture]:
        """Yield the pictures of `request` in order, emitting Loading, Step and Preview meanwhile.

        Raises EaselError, and JobCancelled as soon as `check` does.
        """
        ...

    def serves(self, request: GenerationRequest) -> bool:
        """Return whether `request` can be drawn without loading a model again."""
        ...

    def close(self) -> None:
        """Release the model and its memory."""
        ...
