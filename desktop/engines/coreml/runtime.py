"""The small interface that Apple's runtime and the portable one share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from desktop.core.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.bundles.bundle_part import BundlePart

from .portable.portable_model import PrecisionName


class PartRuntime(Protocol):
    """One loaded Core ML model."""

    def predict(
        self, inputs: Mapping[str, np.ndarray], *, check: Callable[[], None] | None = None
    ) -> dict[str, np.ndarray]:
        """All outputs by name, float32 as declared.

        `inputs` are by name, of the declared shapes; more than the declared ones are ignored.
        `check` may raise to end the evaluation early, where the runtime can.
        """
        ...


class Runtime(Protocol):
    """Loads Core ML models. `name` is what the recipe says: "coreml" or "portable"."""

    @property
    def name(self) -> str:
        """What the recipe calls this runtime."""
        ...

    @property
    def device(self) -> str:
        """What the recipe calls the device."""
        ...

    def note(self, part: BundlePart) -> Message | None:
        """What to tell the user while `part` loads, if anything."""
        ...

    def open(self, part: BundlePart, check: Callable[[], None]) -> PartRuntime:
        """Load `part`. Raises BadInput or EaselError with one message."""
        ...


class PortableRuntime:
    """Evaluates packages on torch's CPU, wherever Core ML is not, or on request."""

    name = "portable"
    device = "cpu"

    def __init__(self, unit: ComputeUnit, precision: PrecisionName = "fp32") -> None:
        self._unit = unit
        self._precision: PrecisionName = precision

    def note(self, part: BundlePart) -> None:
        """Nothing takes long here."""
        del part

    def open(self, part: BundlePart, check: Callable[[], None]) -> PartRuntime:
        """See Runtime."""
        from .portable.load import load

        check()
        return load(part.path, compute_unit=self._unit, precision=self._precision)
