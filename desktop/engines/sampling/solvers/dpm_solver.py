"""DPM-Solver's fast and adaptive variants, which plan their own steps.

Source: Lu et al. 2022, arXiv 2206.00927.

Only the ends of the noise schedule are used. Both end at its lowest sigma above 0, as k-diffusion's
(Crowson) do, with its settings: order 3, relative tolerance 0.05, absolute 0.0078.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch

from .protocol import Draw, Run


def dpm_fast(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run steps of order 3, equal in log sigma, with as many evaluations as requested steps."""
    start, end, count = *_ends(levels), len(levels) - 1
    if start == end:
        denoised, _ = yield x, start
        return denoised
    orders = [3] * (count // 3 - 1) + [2, 1] if count % 3 == 0 else [3] * (count // 3) + [count % 3]
    plan = np.geomspace(start, end, len(orders) + 1).tolist()
    for place, order in enumerate(orders):
        level, following = plan[place], plan[place + 1]
        slopes = yield from _slopes(x, level, following, order, (0.5,) if order == 2 else _THIRDS)
        x = _moved(x, slopes, level, following, 0.5 if order == 2 else _THIRDS[1])
    return x


_THIRDS = (1 / 3, 2 / 3)
_RELATIVE, _ABSOLUTE, _FIRST, _SAFETY = 0.05, 0.0078, 0.05, 0.81


def dpm_adaptive(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run steps as long as orders 2 and 3 agree within the tolerance; repeat rejected ones."""
    level, end = _ends(levels)
    if level == end:
        denoised, _ = yield x, level
        return denoised
    step, before = _FIRST, x
    while math.log(level / end) > 1e-5:
        following = max(end, level * math.exp(-step))
        slopes = yield from _slopes(x, level, following, 3, _THIRDS)
        low = _moved(x, slopes[:2], level, following, _THIRDS[0])
        high = _moved(x, slopes, level, following, _THIRDS[1])
        allowed = (_RELATIVE * torch.maximum(low.abs(), before.abs())).clamp(min=_ABSOLUTE)
        error = float((((low - high) / allowed) ** 2).mean().sqrt())
        factor = 1 + math.atan((error + 1e-8) ** (-1 / 3) - 1)
        step *= factor
        if factor >= _SAFETY:
            x, before, level = high, low, following
    return x


def _ends(levels: Sequence[float]) -> tuple[float, float]:
    return levels[0], levels[-1] or levels[-2]


def _slopes(
    x: torch.Tensor, level: float, following: float, order: int, places: Sequence[float]
) -> Run:
    """Return the noise at `level` and at `places` (0..1, in log sigma) of the step, stacked."""
    step = math.log(level / following)
    denoised, taken = yield x, level
    slopes = [(taken - denoised) / level]
    for number, place in enumerate(places[: order - 1]):
        point = level * math.exp(-place * step)
        ahead = x - point * math.expm1(place * step) * slopes[0]
        if number == 1:
            bend = math.expm1(place * step) / (place * step) - 1
            ahead = ahead - point * (place / places[0]) * bend * (slopes[1] - slopes[0])
        denoised, ahead = yield ahead, point
        slopes.append((ahead - denoised) / point)
    return torch.stack(slopes)


def _moved(
    x: torch.Tensor, slopes: torch.Tensor, level: float, following: float, place: float
) -> torch.Tensor:
    """Return the latent at `following`, of the slopes' order; the last slope is at `place`."""
    step = math.log(level / following)
    x = x - following * math.expm1(step) * slopes[0]
    if len(slopes) == 2:
        x = x - following / (2 * place) * math.expm1(step) * (slopes[1] - slopes[0])
    elif len(slopes) == 3:
        bend = math.expm1(step) / step - 1
        x = x - following / place * bend * (slopes[2] - slopes[0])
    return x
