"""The space in which evaluation looks for the nearest picture: pooled colour and edges.

Fixed before training and never used by it. Colour: the mean L*a*b* of each cell of an 8x8 grid.
Edges: how much of each of eight directions there is in each cell. Both halves weigh the same.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from . import colour

CELLS = 8
DIRECTIONS = 8
SIZE = 64


def describe(pictures: np.ndarray) -> tuple[Tensor, Tensor]:
    """Colour and edge numbers of pictures (n, height, width, 3) of bytes."""
    colours, edges = [], []
    for start in range(0, len(pictures), 32):
        rgb = torch.from_numpy(np.array(pictures[start : start + 32])).permute(0, 3, 1, 2) / 255.0
        shades = colour.lab(functional.adaptive_avg_pool2d(rgb, SIZE))
        colours.append(functional.adaptive_avg_pool2d(shades, CELLS).flatten(1))
        edges.append(_edges(shades[:, :1]))
    return torch.cat(colours), torch.cat(edges)


class Gallery:
    """All pictures that a drawn one can be taken for."""

    def __init__(self, pictures: np.ndarray) -> None:
        colours, edges = describe(pictures)
        self._sizes = (_spread(colours), _spread(edges))
        self._pictures = self._join(colours, edges)

    def ranks(self, drawn: np.ndarray, wanted: list[int]) -> list[int]:
        """For each drawn picture, how many others are nearer to it than the wanted one.

        A picture that is the wanted one to the last bit (some emoji share theirs) is not another.
        """
        distances = torch.cdist(self._join(*describe(drawn)), self._pictures)
        own = distances[torch.arange(len(wanted)), wanted]
        return (distances < own[:, None] - 1e-6).sum(1).tolist()

    def _join(self, colours: Tensor, edges: Tensor) -> Tensor:
        return torch.cat((colours / self._sizes[0], edges / self._sizes[1]), 1)


def _edges(light: Tensor) -> Tensor:
    padded = functional.pad(light, (1, 1, 1, 1), mode="replicate")
    across = padded[..., 1:-1, 2:] - padded[..., 1:-1, :-2]
    down = padded[..., 2:, 1:-1] - padded[..., :-2, 1:-1]
    strength = across.hypot(down)
    angle = torch.atan2(down, across) % math.pi * DIRECTIONS / math.pi
    bins = torch.arange(DIRECTIONS).view(1, -1, 1, 1)
    apart = (angle - bins).abs()
    share = (1 - torch.minimum(apart, DIRECTIONS - apart)).clamp_min(0)
    return functional.adaptive_avg_pool2d(share * strength, CELLS).sqrt().flatten(1)


def _spread(values: Tensor) -> float:
    """Root mean square distance from the mean."""
    return float((values - values.mean(0)).square().sum(1).mean().sqrt())
