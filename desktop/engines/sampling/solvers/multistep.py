"""Multistep solvers, which extrapolate from earlier estimates.

Sources: linear multistep (k-diffusion, Crowson), DPM-Solver++ (Lu et al. 2022), DEIS and iPNDM
(Zhang and Chen 2022, arXiv 2204.13902), refined exponential solvers (Zhang et al. 2023), gradient
estimation (Permenter and Yuan 2023), ER-SDE (Cui et al. 2023), in ComfyUI's form.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
import torch
from numpy.polynomial import legendre, polynomial

from .protocol import Draw, Run, ancestral


def dpmpp_3m_sde(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run DPM-Solver++(3M) as an SDE, from up to three estimates."""
    before: list[tuple[torch.Tensor, float]] = []
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        step = math.log(level / following)
        both = 2 * step
        x = math.exp(-both) * x - math.expm1(-both) * denoised
        second = math.expm1(-both) / both + 1
        if len(before) == 2:
            (last, h_1), (oldest, h_2) = before
            r_0, r_1 = h_1 / step, h_2 / step
            near, far = (denoised - last) / r_0, (last - oldest) / r_1
            curve = (near - far) / (r_0 + r_1)
            x = x + second * (near + curve * r_0) - (second / both - 0.5) * curve
        elif before:
            last, h_1 = before[0]
            x = x + second * (denoised - last) / (h_1 / step)
        x = x + draw(x) * (following * math.sqrt(-math.expm1(-2 * step)))
        before = [(denoised, step), *before][:2]
    return x


def dpmpp_2m_sde(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run DPM-Solver++(2M) as an SDE, with the midpoint rule."""
    return (yield from _2m_sde(x, levels, draw, lambda both: -math.expm1(-both) / 2))


def dpmpp_2m_sde_heun(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run DPM-Solver++(2M) as an SDE, with Heun's rule."""
    return (yield from _2m_sde(x, levels, draw, lambda both: math.expm1(-both) / both + 1))


def _2m_sde(
    x: torch.Tensor, levels: Sequence[float], draw: Draw, rule: Callable[[float], float]
) -> Run:
    before: tuple[torch.Tensor, float] | None = None
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        step = math.log(level / following)
        x = math.exp(-2 * step) * x - math.expm1(-2 * step) * denoised
        if before is not None:
            last, earlier = before
            x = x + rule(2 * step) * (step / earlier) * (denoised - last)
        x = x + draw(x) * (following * math.sqrt(-math.expm1(-2 * step)))
        before = denoised, step
    return x


def lms(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run linear multistep of order 4: the derivatives' polynomial, integrated over each step."""
    slopes: list[torch.Tensor] = []
    for place, (level, following) in enumerate(pairwise(levels)):
        denoised, x = yield x, level
        slopes = [(x - denoised) / level, *slopes][:4]
        if following == 0:
            x = denoised
            continue
        nodes = [levels[place - back] for back in range(len(slopes))]
        for number, slope in enumerate(slopes):
            x = x + slope * _integral(nodes, number, level, following)
    return x


def _integral(nodes: Sequence[float], number: int, start: float, end: float) -> float:
    """Return the integral from `start` to `end` of the Lagrange polynomial of one node."""
    others = [node for place, node in enumerate(nodes) if place != number]
    scale = math.prod(nodes[number] - node for node in others)
    whole = polynomial.polyint(polynomial.polyfromroots(others) if others else np.array([1.0]))
    return float((polynomial.polyval(end, whole) - polynomial.polyval(start, whole)) / scale)


_ADAMS = (
    (1.0,),
    (3 / 2, -1 / 2),
    (23 / 12, -16 / 12, 5 / 12),
    (55 / 24, -59 / 24, 37 / 24, -9 / 24),
)
"""Adams-Bashforth coefficients for equal steps, by the number of slopes."""


def ipndm(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run improved PNDM: Adams-Bashforth of up to four slopes, as if all steps were equal."""
    slopes: list[torch.Tensor] = []
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        slopes = [(x - denoised) / level, *slopes][:4]
        if following == 0:
            x = denoised
            continue
        shares = _ADAMS[len(slopes) - 1]
        mean = sum(share * slope for share, slope in zip(shares, slopes, strict=True))
        x = x + (following - level) * mean
    return x


def ipndm_v(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run iPNDM for steps of any length, order 4, with the published coefficients.

    Those of the fourth slope are not the exact ones of Adams-Bashforth for unequal steps; they are
    kept for the sake of existing pictures.
    """
    slopes: list[torch.Tensor] = []
    for place, (level, following) in enumerate(pairwise(levels)):
        denoised, x = yield x, level
        slopes = [(x - denoised) / level, *slopes][:4]
        if following == 0:
            x = denoised
            continue
        h, *before = (levels[place + 1 - k] - levels[place - k] for k in range(len(slopes)))
        mean = slopes[0]
        if before:
            mean = mean + (slopes[0] - slopes[1]) * (h / before[0] / 2)
        if len(before) > 1:
            mean = mean + _bends(slopes, h, before)
        x = x + mean * (following - level)
    return x


def _bends(slopes: Sequence[torch.Tensor], h: float, before: Sequence[float]) -> torch.Tensor:
    """Return what slopes three and four add to the mean over step `h`; `before`: earlier steps."""
    h_1, h_2 = before[:2]
    ratio = h_1 / h_2
    second = (slopes[0] - slopes[1]) - ratio * (slopes[1] - slopes[2])
    found = second * (1 - h * h / (3 * h_1 * (h_1 + h_2))) / 2
    if len(before) < 3:
        return found
    h_3 = before[2]
    third = h_1 * (h_1 + h_2) / (h_2 * (h_2 + h_3))
    scale = (1 - h / (3 * (h + h_1))) / 2
    scale += (1 - h / (2 * (h + h_1))) * h / (6 * (h + h_1 + h_2))
    scale *= h * (h + h_1) * (h + h_1 + h_2) / (h_1 * (h_1 + h_2) * (h_1 + h_2 + h_3))
    bend = slopes[1] - slopes[2] * (1 + h_2 / h_3) + slopes[3] * ratio
    return found + scale * (second - third * bend)


def deis(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run DEIS (tAB) of order 3: slopes as a polynomial of diffusion time, integrated exactly."""
    slopes: list[torch.Tensor] = []
    for place, (level, following) in enumerate(pairwise(levels)):
        denoised, x = yield x, level
        slopes = [(x - denoised) / level, *slopes][:3]
        if following == 0:
            x = denoised
            continue
        nodes = [levels[place - back] for back in range(len(slopes))]
        for share, slope in zip(_deis_shares(nodes, following), slopes, strict=True):
            x = x + share * slope
    return x


_DEIS_ENDS = (0.002, 80.0, 0.001)
"""Lowest and highest sigma, and the time of the lowest, of the process that defines the time."""
_POINTS, _WEIGHTS = legendre.leggauss(32)


def _deis_shares(nodes: Sequence[float], following: float) -> list[float]:
    """Return the weight of each slope on the way from nodes[0] to `following`."""
    low, high, first = _DEIS_ENDS
    top = math.log(high**2 + 1)
    slope = 2 * (math.log(low**2 + 1) / first - top) / (first - 1)
    base = top - slope / 2

    def time(level: float) -> float:
        """Return the time at which the variance-preserving process is at sigma `level`."""
        return (math.sqrt(base**2 + 2 * slope * math.log(level**2 + 1)) - base) / slope

    times = [time(node) for node in nodes]
    if len(times) == 1:
        return [following - nodes[0]]
    end = time(following)
    places = times[0] + (end - times[0]) * (_POINTS + 1) / 2
    growth = np.exp(slope * places**2 / 2 + base * places)
    rate = (slope * places + base) * growth / (2 * np.sqrt(growth - 1))
    weights = _WEIGHTS * (end - times[0]) / 2 * rate
    shares: list[float] = []
    for own in times:
        others = [other for other in times if other != own]
        basis = np.prod([(places - other) / (own - other) for other in others], axis=0)
        shares.append(float((weights * basis).sum()))
    return shares


def gradient_estimation(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run Euler steps, adding the change of the slope once more (gamma 2)."""
    before: torch.Tensor | None = None
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        slope = (x - denoised) / level
        if following == 0:
            x = denoised
        else:
            change = slope - before if before is not None else torch.zeros_like(slope)
            x = x + (slope + change) * (following - level)
        before = slope
    return x


def res_multistep(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run a refined exponential solver from two estimates."""
    return (yield from _res(x, levels, draw, 0.0))


def res_multistep_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run `res_multistep` with ancestral noise."""
    return (yield from _res(x, levels, draw, 1.0))


def _res(x: torch.Tensor, levels: Sequence[float], draw: Draw, eta: float) -> Run:
    before: torch.Tensor | None = None
    stepped_to = earlier = 0.0
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = ancestral(level, following, eta)
        if down == 0 or before is None:
            x = denoised + (x - denoised) * (down / level)
        else:
            step = math.log(level / down)
            place = math.log(stepped_to / earlier) / step
            first = -math.expm1(-step) / step
            second = (first - 1) / -step
            share = second / place if place else 0.0
            x = math.exp(-step) * x + step * ((first - share) * denoised + share * before)
        if following > 0 and up:
            x = x + draw(x) * up
        before, stepped_to, earlier = denoised, down, level
    return x


def er_sde(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run ER-SDE-Solver of order 3, with its fifth noise scale."""
    points = 200
    denoised_before: torch.Tensor | None = None
    slope_before: torch.Tensor | None = None
    for place, (level, following) in enumerate(pairwise(levels)):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        ratio = _er_scale(following) / _er_scale(level)
        x = ratio * x + (1 - ratio) * denoised
        step = following - level
        if denoised_before is not None:
            width = -step / points
            places = following + np.arange(points) * width
            scaled = _er_scale(places)
            area = float((1 / scaled).sum() * width)
            slope = (denoised - denoised_before) / (level - levels[place - 1])
            x = x + (step + area * float(_er_scale(following))) * slope
            if slope_before is not None:
                moment = float(((places - level) / scaled).sum() * width)
                curve = (slope - slope_before) / ((level - levels[place - 2]) / 2)
                x = x + (step * step / 2 + moment * float(_er_scale(following))) * curve
            slope_before = slope
        denoised_before = denoised
        x = x + draw(x) * math.sqrt(max(following**2 - (level * ratio) ** 2, 0.0))
    return x


@overload
def _er_scale(level: float) -> float: ...
@overload
def _er_scale(level: np.ndarray) -> np.ndarray: ...
def _er_scale(level: float | np.ndarray) -> float | np.ndarray:
    return level * (np.exp(level**0.3) + 10.0)
