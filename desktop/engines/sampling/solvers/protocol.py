"""The interface of a solver.

A solver is a generator over falling sigmas. It yields (latent, sigma) for each evaluation and is
sent (denoised, latent as it was evaluated); CFG++ solvers are sent a third value, the unconditional
estimate. It returns the last latent. Latents are x0 + sigma * noise, float32.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

import torch

Draw = Callable[[torch.Tensor], torch.Tensor]
"""Returns normal noise of a latent's shape."""
Run = Generator[tuple[torch.Tensor, float], tuple[torch.Tensor, torch.Tensor], torch.Tensor]
RunPlusPlus = Generator[
    tuple[torch.Tensor, float], tuple[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor
]
"""The run of a CFG++ solver."""
AnyRun = Generator[tuple[torch.Tensor, float], Any, torch.Tensor]
Solver = Callable[[torch.Tensor, Sequence[float], Draw], AnyRun]


def ancestral(level: float, following: float, eta: float = 1.0) -> tuple[float, float]:
    """Return the sigma to step down to, and the noise to add afterwards, toward `following`."""
    if not eta:
        return following, 0.0
    up = min(following, eta * (following**2 * (level**2 - following**2) / level**2) ** 0.5)
    return (following**2 - up**2) ** 0.5, up
