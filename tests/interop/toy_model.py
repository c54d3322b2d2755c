"""A denoiser with a formula, and noise that is the same wherever it is drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

SHAPE = (1, 1, 2, 3)
GUIDANCE = 3.0


def estimates(x: torch.Tensor, sigma: float) -> tuple[torch.Tensor, torch.Tensor]:
    """The denoised estimates with and without the prompt: exact for mixtures of two Gaussians."""

    def of(center: float) -> torch.Tensor:
        spread = sigma * sigma + 0.25
        pull = torch.tanh(x * center / spread)
        return 0.25 * x / spread + center * pull * sigma * sigma / spread

    return of(0.8), of(0.4)


def guided(x: torch.Tensor, sigma: float, guidance: float = GUIDANCE) -> torch.Tensor:
    """The estimate that guidance makes of both."""
    wanted, plain = estimates(x, sigma)
    return plain + guidance * (wanted - plain)


def noises() -> Iterator[torch.Tensor]:
    """The noises of the steps, in order; NumPy's old generator never changes."""
    source = np.random.RandomState(9)
    while True:
        yield torch.asarray(source.randn(*SHAPE).astype(np.float32))


def start(sigma: float) -> torch.Tensor:
    """The latent at noise level `sigma`, before the first step."""
    values = np.random.RandomState(4).randn(*SHAPE).astype(np.float32)
    return torch.asarray(values) * sigma
