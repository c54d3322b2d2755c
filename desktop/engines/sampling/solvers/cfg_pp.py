"""CFG++ solvers (Chung et al. 2024, arXiv 2406.08070): the noise is that of the empty prompt.

Each estimate is guided, but the remaining noise is derived from the unconditional estimate. In
ComfyUI's form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import torch

from .protocol import Draw, RunPlusPlus, ancestral


def euler_cfg_pp(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> RunPlusPlus:
    """Run Euler steps."""
    return (yield from _euler(x, levels, draw, 0.0))


def euler_ancestral_cfg_pp(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> RunPlusPlus:
    """Run Euler steps that overshoot and add fresh noise."""
    return (yield from _euler(x, levels, draw, 1.0))


def _euler(x: torch.Tensor, levels: Sequence[float], draw: Draw, eta: float) -> RunPlusPlus:
    for level, following in pairwise(levels):
        denoised, x, plain = yield x, level
        down, up = ancestral(level, following, eta)
        x = denoised + (x - plain) * (down / level)
        if following > 0 and up:
            x = x + draw(x) * up
    return x


def dpmpp_2s_ancestral_cfg_pp(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> RunPlusPlus:
    """Run DPM-Solver++(2S) with ancestral noise."""
    for level, following in pairwise(levels):
        denoised, x, plain = yield x, level
        down, up = ancestral(level, following)
        if down == 0:
            x = denoised
            continue
        middle = math.sqrt(level * down)
        half = (x + denoised - plain) * (middle / level) + denoised * (1 - middle / level)
        second, _, plain = yield half, middle
        x = (x + denoised - plain) * (down / level) + second * (1 - down / level)
        if following > 0:
            x = x + draw(x) * up
    return x


def dpmpp_2m_cfg_pp(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> RunPlusPlus:
    """Run DPM-Solver++(2M)."""
    before: tuple[torch.Tensor, float] | None = None
    for level, following in pairwise(levels):
        denoised, x, plain = yield x, level
        share = following / level
        moved = denoised + (x - plain) * share
        if before is not None and following > 0:
            past, above = before
            longer = math.log(share) / math.log(level / above)
            moved = moved + (1 - share) * (longer / 2) * (denoised - past)
        x, before = moved, (plain, level)
    return x


def res_multistep_cfg_pp(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> RunPlusPlus:
    """Run a refined exponential solver from two estimates."""
    return (yield from _res(x, levels, draw, 0.0))


def res_multistep_ancestral_cfg_pp(
    x: torch.Tensor, levels: Sequence[float], draw: Draw
) -> RunPlusPlus:
    """Run `res_multistep_cfg_pp` with ancestral noise."""
    return (yield from _res(x, levels, draw, 1.0))


def _res(x: torch.Tensor, levels: Sequence[float], draw: Draw, eta: float) -> RunPlusPlus:
    before: torch.Tensor | None = None
    stepped_to = earlier = 0.0
    for level, following in pairwise(levels):
        denoised, x, plain = yield x, level
        down, up = ancestral(level, following, eta)
        if down == 0 or before is None:
            x = denoised + (x - plain) * (down / level)
        else:
            step = math.log(level / down)
            place = math.log(stepped_to / earlier) / step
            first = -math.expm1(-step) / step
            share = (first - 1) / -step / place if place else 0.0
            x = math.exp(-step) * (x + denoised - plain)
            x = x + step * ((first - share) * plain + share * before)
        if following > 0 and up:
            x = x + draw(x) * up
        before, stepped_to, earlier = plain, down, level
    return x


def gradient_estimation_cfg_pp(
    x: torch.Tensor, levels: Sequence[float], _draw: Draw
) -> RunPlusPlus:
    """Run Euler steps, adding the change of the slope once more (gamma 2)."""
    before: torch.Tensor | None = None
    for level, following in pairwise(levels):
        denoised, x, plain = yield x, level
        slope = (x - plain) / level
        x = denoised + slope * following
        if before is not None and following > 0:
            x = x + (slope - before) * (following - level)
        before = slope
    return x
