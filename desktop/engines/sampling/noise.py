"""Where the first noise of a picture comes from: torch, NumPy or NVIDIA's Philox."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from desktop.core.errors import BadInput
from desktop.core.request import GenerationRequest


def generator_for(seed: int) -> torch.Generator:
    """A CPU generator, so that the same seed gives the same noise on every device."""
    return torch.Generator("cpu").manual_seed(seed)


class PhiloxNoise:
    """The noises of a picture's steps as A1111's NV source draws them: each call is the next one.

    The first call of the source was the picture's own noise.
    """

    def __init__(self, seed: int) -> None:
        self._seed, self._calls = seed, 0

    def __call__(self, shape: tuple[int, ...]) -> torch.Tensor:
        """Normal noise of `shape`, float32, on the CPU."""
        from .philox import philox_randn

        self._calls += 1
        return torch.asarray(philox_randn(self._seed, shape, self._calls))


def first_noise(
    source: str, seed: int, shape: tuple[int, ...], generator: torch.Generator
) -> torch.Tensor:
    """Normal noise of `shape`, float32, on the CPU.

    `generator` (already seeded with `seed`) is used, and moved on, by the source "torch" only, so
    that what a scheduler draws from it later is what diffusers alone would draw.
    Raises BadInput for a seed that the source can't take.
    """
    if source == "numpy":
        return _numpy_noise(seed, shape)
    if source == "nvidia":
        from .philox import philox_randn

        return torch.asarray(philox_randn(seed, shape))
    return torch.randn(shape, generator=generator, dtype=torch.float32)


def noise_of(
    request: GenerationRequest, index: int, shape: tuple[int, ...], generator: torch.Generator
) -> torch.Tensor:
    """The noise of picture `index`: its seed's, mixed with the variation seed's where asked."""
    seed = request.seed_of(index)
    noise = first_noise(request.rng, seed, shape, generator)
    second = request.variation_seed_of(index)
    if second is None or not request.varies:
        return noise
    variation = first_noise(request.rng, second, shape, generator_for(second))
    return slerp(request.variation_strength, noise, variation)


def slerp(amount: float, low: torch.Tensor, high: torch.Tensor) -> torch.Tensor:
    """Spherical interpolation (Shoemake 1985) from `low` (amount 0) to `high` (1), 1 x C x H x W.

    Each column of pixels is one vector, as in A1111, so that its variation seeds mean the same.
    """
    columns = -2
    unit_low = functional.normalize(low, dim=columns)
    unit_high = functional.normalize(high, dim=columns)
    cosine = (unit_low * unit_high).sum(dim=columns, keepdim=True).clamp(-1, 1)
    if cosine.mean() > 0.9995:
        return low + amount * (high - low)
    angle = torch.acos(cosine)
    sine = torch.sin(angle)
    return torch.sin((1 - amount) * angle) / sine * low + torch.sin(amount * angle) / sine * high


def _numpy_noise(seed: int, shape: tuple[int, ...]) -> torch.Tensor:
    """Apple's Python pipeline: `np.random.seed`, then randn rounded to float16."""
    if seed >= 2**32:
        raise BadInput(
            "NumPy’s noise takes seeds up to {most}: choose a smaller seed or torch’s noise.",
            most=2**32 - 1,
        )
    values = np.random.RandomState(seed).randn(*shape).astype(np.float16)
    return torch.asarray(values.astype(np.float32))
