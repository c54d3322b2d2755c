"""A child's exit as a value that explains itself."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from desktop.core.messages import Message


@dataclass(frozen=True)
class ChildOutcome:
    """The exit of an engine child.

    `returncode` is subprocess's: negative for a signal, None where the child could not be started.
    `ended_by_us` tells that it had to be terminated. `core_ml` tells that a Core ML model was at
    work on more than the CPU: the system also kills a process whose compilation for the Neural
    Engine fails.
    """

    returncode: int | None
    ended_by_us: bool = False
    core_ml: bool = False

    @property
    def message(self) -> Message:
        """The message for the user."""
        if self.returncode is None:
            return Message("The engine could not be started: install Easel again if this stays.")
        if self.ended_by_us:
            return Message(
                "The engine no longer answered as it should and was ended, so this picture was "
                "lost. The queue goes on with a new engine."
            )
        if self.returncode == -signal.SIGKILL and self.core_ml:
            return Message(
                "The engine was stopped by the system: memory ran out, or the model could not be "
                "prepared for its compute unit. Close other apps, or choose another compute unit. "
                "The queue goes on."
            )
        if self.returncode == -signal.SIGKILL:
            return Message(
                "The engine was stopped by the system, most likely because memory ran out: close "
                "other apps, or choose a smaller size or model. The queue goes on."
            )
        if self.returncode < 0:
            return Message(
                "The engine crashed ({signal}) and this picture was lost. The queue goes on with "
                "a new engine.",
                signal=_signal_name(-self.returncode),
            )
        return Message(
            "The engine ended unexpectedly (exit code {code}) and this picture was lost. The "
            "queue goes on with a new engine.",
            code=self.returncode,
        )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
