"""Cache that loads the parts of a Core ML model on demand, and drops them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from desktop.core.messages import Message
from desktop.models.bundles.bundle_part import BundlePart

from .runtime import PartRuntime, Runtime

ReportPart = Callable[[Message, Message | None], None]
"""Called with a part's name and a note before loading it; may raise to stop."""


def _nothing(*_: Message | None) -> None:
    return None


class PartCache:
    """The loaded parts of one model, each a sequence of Core ML models (a chunked UNet has two).

    With `low_memory` only the parts of one group stay loaded at a time. `check` is called during
    loading and evaluation; the engine sets it for each job.
    """

    def __init__(self, runtime: Runtime, *, low_memory: bool = False) -> None:
        self.runtime = runtime
        self.check: Callable[[], None] = _nothing
        self.report: ReportPart = _nothing
        self._low_memory = low_memory
        self._loaded: dict[tuple[str, ...], list[PartRuntime]] = {}

    def run(
        self,
        group: str,
        words: Message,
        parts: Sequence[BundlePart],
        inputs: Mapping[str, np.ndarray],
    ) -> dict[str, np.ndarray]:
        """Evaluate `parts` in order; each gets the inputs and all outputs before it."""
        values = dict(inputs)
        outputs: dict[str, np.ndarray] = {}
        for runtime in self.load(group, words, parts):
            outputs = runtime.predict(values, check=self.check)
            values |= outputs
        return outputs

    def load(self, group: str, words: Message, parts: Sequence[BundlePart]) -> list[PartRuntime]:
        """Return the models of `parts`, loading those that are not loaded yet.

        A group works together (a UNet and its ControlNets), so it stays together in low memory.
        """
        key = (group, *(str(part.path) for part in parts))
        if key not in self._loaded:
            if self._low_memory:
                self._loaded = {k: v for k, v in self._loaded.items() if k[0] == group}
            opened: list[PartRuntime] = []
            for part in parts:
                self.check()
                self.report(words, self.runtime.note(part))
                opened.append(self.runtime.open(part, self.check))
            self._loaded[key] = opened
        return self._loaded[key]

    def drop(self) -> None:
        """Release all loaded parts."""
        self._loaded.clear()
