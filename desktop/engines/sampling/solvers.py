"""Samplers as plain algorithms: each asks for denoised estimates and ends with the latent.

A solver is a generator over falling noise levels. It yields (latent, level) wherever it needs an
evaluation and is sent (denoised, latent as it was evaluated); it returns the last latent. Which
levels it asks for depends on the levels alone. Latents are x0 + sigma * noise, float32. Sources:
k-diffusion (Crowson), DPM-Solver++ (Lu et al. 2022), iPNDM (Zhang and Chen 2022), refined
exponential solvers (Zhang et al. 2023), gradient estimation (Permenter and Yuan 2023), ER-SDE
(Cui et al. 2023), in the form in which ComfyUI runs them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
import torch
from numpy.polynomial import polynomial

Draw = Callable[[torch.Tensor], torch.Tensor]
"""Normal noise of a latent's shape."""
Run = Generator[tuple[torch.Tensor, float], tuple[torch.Tensor, torch.Tensor], torch.Tensor]
Solver = Callable[[torch.Tensor, Sequence[float], Draw], Run]


def _ancestral(level: float, following: float, eta: float = 1.0) -> tuple[float, float]:
    """The level to step down to, and the noise to add afterwards, on the way to `following`."""
    if not eta:
        return following, 0.0
    up = min(following, eta * (following**2 * (level**2 - following**2) / level**2) ** 0.5)
    return (following**2 - up**2) ** 0.5, up


def euler_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Euler steps that overshoot and add fresh noise."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = _ancestral(level, following)
        x = denoised + (x - denoised) * (down / level)
        if following > 0:
            x = x + draw(x) * up
    return x


def dpmpp_2s_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """DPM-Solver++(2S) with ancestral noise: an evaluation half way in the logarithm."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = _ancestral(level, following)
        if down == 0:
            x = denoised
            continue
        middle = math.sqrt(level * down)
        half = x * (middle / level) + denoised * (1 - middle / level)
        second, _ = yield half, middle
        x = x * (down / level) + second * (1 - down / level)
        if following > 0:
            x = x + draw(x) * up
    return x


def dpmpp_sde(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """DPM-Solver++ (stochastic), with noise at both evaluations of a step."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        middle = math.sqrt(level * following)
        down, up = _ancestral(level, middle)
        half = x * (down / level) + denoised * (1 - down / level) + draw(x) * up
        second, _ = yield half, middle
        down, up = _ancestral(level, following)
        x = x * (down / level) + second * (1 - down / level) + draw(x) * up
    return x


def dpmpp_3m_sde(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """DPM-Solver++(3M) as an SDE, from up to three estimates."""
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


def lms(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Linear multistep of order 4: the derivatives' polynomial, integrated over each step."""
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
    """The integral from `start` to `end` of the Lagrange polynomial that is 1 at one node."""
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
"""Adams-Bashforth for equal steps, by the number of slopes."""  # fmt: skip


def ipndm(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Improved PNDM: Adams-Bashforth of up to four slopes, as if all steps were equal."""
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


def gradient_estimation(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Euler steps along the slope and once more what it changed by (gamma 2)."""
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
    """A refined exponential solver from two estimates."""
    return (yield from _res(x, levels, draw, 0.0))


def res_multistep_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """The same with ancestral noise."""
    return (yield from _res(x, levels, draw, 1.0))


def _res(x: torch.Tensor, levels: Sequence[float], draw: Draw, eta: float) -> Run:
    before: torch.Tensor | None = None
    stepped_to = earlier = 0.0
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = _ancestral(level, following, eta)
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
    """ER-SDE-Solver of order 3, with its fifth noise scale."""
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


SOLVERS: dict[str, Solver] = {
    "euler_ancestral": euler_ancestral,
    "dpmpp_2s_ancestral": dpmpp_2s_ancestral,
    "dpmpp_sde": dpmpp_sde,
    "dpmpp_3m_sde": dpmpp_3m_sde,
    "lms": lms,
    "ipndm": ipndm,
    "gradient_estimation": gradient_estimation,
    "res_multistep": res_multistep,
    "res_multistep_ancestral": res_multistep_ancestral,
    "er_sde": er_sde,
}
"""By ComfyUI's names."""


def levels_asked(solver: Solver, levels: Sequence[float]) -> list[float]:
    """The levels that a solver asks estimates at, in order."""
    nothing = torch.zeros(1)
    run = solver(nothing, levels, torch.zeros_like)
    asked: list[float] = []
    try:
        _, level = next(run)
        while True:
            asked.append(level)
            _, level = run.send((nothing, nothing))
    except StopIteration:
        return asked
