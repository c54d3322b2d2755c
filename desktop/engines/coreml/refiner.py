"""SDXL's refiner beside a Core ML model: when it takes over, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from desktop.models.bundles.assemble import Bundle

TAKES_OVER_BELOW = 200.0
"""Of 1000 timesteps: the refiner draws the last fifth, as Apple's pipeline and SDXL's makers do."""

_AESTHETIC_SCORE, _NEGATIVE_AESTHETIC_SCORE = 6.0, 2.5


def refines(bundle: Bundle, timestep: Tensor | float) -> bool:
    """Whether the refiner that came with a base model evaluates `timestep`."""
    if bundle.family == "sdxl_refiner" or not bundle.unet_parts("refiner"):
        return False
    return float(torch.as_tensor(timestep).max()) < TAKES_OVER_BELOW


def for_refiner(
    states: Tensor, added: Mapping[str, Tensor], width: int
) -> tuple[Tensor, dict[str, Tensor]]:
    """The base model's text states (B x T x C) and conditions as the refiner takes them.

    It listens to the second text encoder only (the last `width` of C), and is told how beautiful
    the picture is in place of its target size. Of two rows the first is the negative prompt's.
    """
    ids = added["time_ids"]
    scores = torch.full((ids.shape[0], 1), _AESTHETIC_SCORE, dtype=ids.dtype)
    if ids.shape[0] > 1:
        scores[: ids.shape[0] // 2] = _NEGATIVE_AESTHETIC_SCORE
    return states[..., -width:], dict(added) | {"time_ids": torch.cat([ids[:, :4], scores], dim=1)}
