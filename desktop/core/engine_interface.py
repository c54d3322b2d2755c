"""The interface every engine has: a request goes in, events go out, pictures are yielded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from .events import DrawnPicture, Event
from .request import GenerationRequest

Emit = Callable[[Event], None]
CancelCheck = Callable[[], None]
"""Raises JobCancelled when the job was cancelled; cheap enough for every step and layer."""


class Engine(Protocol):
    """One loaded model that draws. Lives in the child process, is called from one thread."""

    def generate(
        self, job: str, request: GenerationRequest, emit: Emit, check: CancelCheck
    ) -> Iterator[DrawnPicture]:
        """Yield the pictures of `request` in order; emit Loading, Step and Preview meanwhile.

        Raises EaselError, and JobCancelled as soon as `check` does.
        """
        ...

    def serves(self, request: GenerationRequest) -> bool:
        """Whether `request` can be drawn without loading a model again."""
        ...

    def close(self) -> None:
        """Let go of the model and its memory."""
        ...
