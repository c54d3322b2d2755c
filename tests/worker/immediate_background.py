"""Background work done at once, so that a test need not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.worker.background import Background, OnError, OnResult, outcome_of


class ImmediateBackground(Background):
    """Does the work at once, on the caller's thread."""

    def run(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        """Call `function` and then one of the two callbacks."""
        callback, value = outcome_of(function, on_result, on_error)
        callback(value)
