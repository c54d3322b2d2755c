"""How a child ended, as a value that explains itself."""

from __future__ import annotations

import signal
from dataclasses import dataclass


@dataclass(frozen=True)
class ChildOutcome:
    """The exit of an engine child.

    `returncode` is as subprocess gives it: negative for a signal, None where the child could not
    even be started.
    """

    returncode: int | None

    @property
    def sentence(self) -> str:
        """One sentence for a person."""
        if self.returncode is None:
            return "The engine could not be started: install Easel again if this stays."
        if self.returncode == -signal.SIGKILL:
            return (
                "The engine was stopped by the system, most likely because memory ran out: close "
                "other apps, or choose a smaller size or model. The queue goes on."
            )
        if self.returncode < 0:
            return (
                f"The engine crashed ({_signal_name(-self.returncode)}) and this picture was lost. "
                "The queue goes on with a new engine."
            )
        return (
            f"The engine ended unexpectedly (exit code {self.returncode}) and this picture was "
            "lost. The queue goes on with a new engine."
        )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
