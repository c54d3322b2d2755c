"""Comparison of a device's computations with a CPU's in float64."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Work = Callable[..., Tensor]


class Lab:
    """One device under test. `large` allows checks of several gigabytes, as on a real GPU."""

    def __init__(self, device: torch.device, *, large: bool | None = None) -> None:
        self.device = device
        self.large = device.type == "mps" if large is None else large

    @property
    def half(self) -> torch.dtype:
        """Half-precision dtype for generation here: a CPU lacks fp16 for some operations."""
        return torch.float16 if self.device.type == "mps" else torch.bfloat16

    def run(self, work: Work, *inputs: Tensor) -> Tensor:
        """Run `work` on the device with `inputs` (on the CPU) and return the result to the CPU."""
        return work(*(value.to(self.device) for value in inputs)).cpu()

    @torch.inference_mode()
    def deviation(self, work: Work, *inputs: Tensor, dtype: torch.dtype) -> float:
        """Return the largest difference relative to the largest value; inf for NaN.

        `inputs` are rounded to `dtype` for both sides; floats only, others are left as they are.
        """
        rounded = [value.to(dtype) if value.is_floating_point() else value for value in inputs]
        exact = [value.double() if value.is_floating_point() else value for value in rounded]
        return difference(self.run(work, *rounded), work(*exact))


def difference(found: Tensor, wanted: Tensor) -> float:
    """Return the relative deviation, see `Lab.deviation`."""
    found, wanted = found.double(), wanted.double()
    if found.shape != wanted.shape or not torch.isfinite(found).all():
        return float("inf")
    largest = float(wanted.abs().max()) or 1.0
    return float((found - wanted).abs().max()) / largest


def numbers(*shape: int, seed: int = 0) -> Tensor:
    """Return normally distributed float64 numbers, reproducible by `seed`."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=torch.float64)
