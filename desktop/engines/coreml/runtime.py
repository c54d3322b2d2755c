"""The interface common to Apple's runtime and the portable one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.bundles.bundle_part import BundlePart

from .portable.portable_model import PrecisionName


class PartRuntime(Protocol):
    """One loaded Core ML model."""

    def predict(
        self, inputs: Mapping[str, np.ndarray], *, check: Callable[[], None] | None = None
    ) -> dict[str, np.ndarray]:
        """Return all outputs by name, float32 as declared.

        `inputs` are by name, of the declared shapes; undeclared ones are ignored. `check` may raise
        to end the evaluation early, where the runtime supports that.
        """
        ...


class Runtime(Protocol):
    """Loader of Core ML models. `name` is the recipe's: "coreml" or "portable"."""

    @property
    def name(self) -> str:
        """Name of this runtime in the recipe."""
        ...

    @property
    def device(self) -> str:
        """Name of the device in the recipe."""
        ...

    def note(self, part: BundlePart) -> Message | None:
        """Return a message for the user while `part` loads, or None."""
        ...

    def open(self, part: BundlePart, check: Callable[[], None]) -> PartRuntime:
        """Load `part`. Raises BadInput or EaselError with one message."""
        ...


class PortableRuntime:
    """Evaluation of packages on torch's CPU, without Core ML or on request."""

    name = "portable"
    device = "cpu"

    def __init__(self, unit: ComputeUnit, precision: PrecisionName = "fp32") -> None:
        self._unit = unit
        self._precision: PrecisionName = precision

    def note(self, part: BundlePart) -> None:
        """Return None: loading is fast here."""
        del part

    def open(self, part: BundlePart, check: Callable[[], None]) -> PartRuntime:
        """See Runtime."""
        from .portable.load import load

        check()
        return load(part.path, compute_unit=self._unit, precision=self._precision)
