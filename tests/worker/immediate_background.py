"""Background work that is done at once, for tests that wait for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.worker.background import Background, OnError, OnResult


class ImmediateBackground(Background):
    """Does the work at once, on the caller's thread."""

    def run(
        self, function: Callable[[], Any], on_result: OnResult, on_error: OnError | None = None
    ) -> None:
        """Call `function` and then one of the two callbacks."""
        callback, value = self._outcome(function, on_result, on_error)
        callback(value)
