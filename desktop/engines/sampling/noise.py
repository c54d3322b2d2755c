"""Sources of a picture's initial noise: torch, NumPy or NVIDIA's Philox."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from desktop.core.errors import BadInput
from desktop.core.request import GenerationRequest


def generator_for(seed: int) -> torch.Generator:
    """Return a CPU generator, so that a seed gives the same noise on every device."""
    return torch.Generator("cpu").manual_seed(seed)


class PhiloxNoise:
    """Step noise as A1111's NV source generates it: each call continues the sequence.

    The first call of the source was the picture's initial noise.
    """

    def __init__(self, seed: int) -> None:
        self._seed, self._calls = seed, 0

    def __call__(self, shape: tuple[int, ...]) -> torch.Tensor:
        """Return normal noise of `shape`, float32, on the CPU."""
        from .philox import philox_randn

        self._calls += 1
        return torch.asarray(philox_randn(self._seed, shape, self._calls))


def first_noise(
    source: str, seed: int, shape: tuple[int, ...], generator: torch.Generator
) -> torch.Tensor:
    """Return normal noise of `shape`, float32, on the CPU.

    `generator` (already seeded with `seed`) is used, and advanced, by the source "torch" only, so
    that a scheduler's later noise is that of diffusers alone. Raises BadInput for a seed that the
    source can't take.
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
    """Return the noise of picture `index`, mixed with the variation seed's if requested."""
    seed = request.seed_of(index)
    noise = first_noise(request.rng, seed, shape, generator)
    second = request.variation_seed_of(index)
    if second is None or not request.varies:
        return noise
    variation = first_noise(request.rng, second, shape, generator_for(second))
    return slerp(request.variation_strength, noise, variation)


def slerp(amount: float, low: torch.Tensor, high: torch.Tensor) -> torch.Tensor:
    """Interpolate spherically (Shoemake 1985) from `low` (amount 0) to `high` (1), (1, C, H, W).

    Each column of pixels is one vector, as in A1111, so that its variation seeds give the same
    result.
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
    """Return the noise of Apple's Python pipeline: `np.random.seed`, randn rounded to float16."""
    if seed >= 2**32:
        raise BadInput(
            "NumPy’s noise takes seeds up to {most}: choose a smaller seed or torch’s noise.",
            most=2**32 - 1,
        )
    values = np.random.RandomState(seed).randn(*shape).astype(np.float16)
    return torch.asarray(values.astype(np.float32))
