"""Predictor-corrector solvers: predict, evaluate, and correct the step.

Sources: UniPC (Zhao et al. 2023, arXiv 2302.04867), SA-Solver (Xue et al. 2023, arXiv 2309.05019),
with the orders and ends of ComfyUI.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.polynomial import legendre

from .protocol import Draw, Run

LAST = 0.001
"""Sigma at which UniPC ends instead of 0."""


def uni_pc(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run UniPC of order 3 with B(h) = h."""
    return (yield from _uni_pc(x, levels, lambda step: step))


def uni_pc_bh2(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run UniPC of order 3 with B(h) = e^h - 1."""
    return (yield from _uni_pc(x, levels, math.expm1))


def _uni_pc(x: torch.Tensor, levels: Sequence[float], scale: Callable[[float], float]) -> Run:
    levels = [*levels[:-1], levels[-1] or LAST]
    count = len(levels) - 1
    highest = max(1, min(3, count - 1))
    denoised, x = yield x, levels[0]
    known = [(denoised, levels[0])]
    for place in range(1, count + 1):
        order = min(place, highest, count + 1 - place)
        (latest, level), following = known[0], levels[place]
        step = math.log(following / level)  # minus the step of the half log-SNR
        ratios = [math.log(level / before) / -step for _, before in known[1:order]]
        changes = [
            (estimate - latest) / ratio
            for (estimate, _), ratio in zip(known[1:order], ratios, strict=True)
        ]
        powers = np.vander([*ratios, 1.0], increasing=True).T
        wanted = _uni_pc_moments(step, order) / scale(step)
        start = (following / level) * x - math.expm1(step) * latest
        ahead = start
        if changes:
            shares = [0.5] if order == 2 else np.linalg.solve(powers[:-1, :-1], wanted[:-1])
            ahead = start - scale(step) * _sum(shares, changes)
        if place == count:
            return ahead
        denoised, ahead = yield ahead, following
        shares = [0.5] if order == 1 else np.linalg.solve(powers, wanted)
        x = start - scale(step) * _sum(shares, [*changes, denoised - latest])
        known = [(denoised, following), *known][:3]
    return x


def _uni_pc_moments(step: float, order: int) -> np.ndarray:
    """Return k! h phi_(k+1)(h) for k = 1 to `order`, (order,)."""
    found: list[float] = []
    value, factorial = math.expm1(step) / step - 1, 1
    for number in range(1, order + 1):
        found.append(value * factorial)
        factorial *= number + 1
        value = value / step - 1 / factorial
    return np.array(found)


Window = tuple[float, float]
"""Highest and lowest sigma between which SA-Solver adds noise, both included."""
_EDGE = 1 + 1e-6
"""Tolerance for rounding of a sigma at the edge of the window."""


def sa_solver(
    x: torch.Tensor, levels: Sequence[float], draw: Draw, window: Window = (6.0, 0.2)
) -> Run:
    """Run SA-Solver: predictor of order 3, corrector of order 4."""
    return (yield from _sa_solver(x, levels, draw, window, again=False))


def sa_solver_pece(
    x: torch.Tensor, levels: Sequence[float], draw: Draw, window: Window = (6.0, 0.2)
) -> Run:
    """Run `sa_solver` with another evaluation at each corrected latent."""
    return (yield from _sa_solver(x, levels, draw, window, again=True))


def _sa_solver(
    x: torch.Tensor, levels: Sequence[float], draw: Draw, window: Window, *, again: bool
) -> Run:
    estimates: list[torch.Tensor] = []
    ahead, noise = x, torch.zeros_like(x)
    tau = 0.0
    count = len(levels) - 1
    ends_at_zero = levels[-1] == 0
    for place in range(count):
        level, following = levels[place], levels[place + 1]
        denoised, ahead = yield ahead, level
        estimates = [denoised, *estimates][:4]
        left = count - place if ends_at_zero else 4
        order = min(4, len(estimates), left)
        if place == 0 or (following == 0 and not again):
            x = ahead
        else:
            nodes = [levels[place - back] for back in range(order)]
            shares = _adams_shares(nodes, levels[place - 1], level, tau)
            x = _faded(x, levels[place - 1], level, tau) + _sum(shares, estimates) + noise
            if again:
                denoised, x = yield x, level
                estimates[0] = denoised
        if following == 0:
            return denoised
        order = max(1, min(3, len(estimates), left - 1))
        tau = 1.0 if window[0] * _EDGE >= following >= window[1] / _EDGE else 0.0
        nodes = [levels[place - back] for back in range(order)]
        shares = _adams_shares(nodes, level, following, tau)
        spread = following * math.sqrt(-math.expm1(2 * tau**2 * math.log(following / level)))
        noise = draw(x) * spread if tau else torch.zeros_like(x)
        ahead = _faded(x, level, following, tau) + _sum(shares, estimates) + noise
    return ahead


def _faded(x: torch.Tensor, level: float, following: float, tau: float) -> torch.Tensor:
    return (following / level) ** (1 + tau**2) * x


_POINTS, _WEIGHTS = legendre.leggauss(40)


def _adams_shares(
    nodes: Sequence[float], level: float, following: float, tau: float
) -> list[float]:
    """Return the weight of the estimate at each of `nodes` on the way to `following`.

    From `level`, the polynomial of the half log-SNR through the nodes is integrated with the weight
    of the stochastic process (equations 15 and 18).
    """
    start, end = -math.log(level), -math.log(following)
    growth = 1 + tau**2
    places = start + (end - start) * (_POINTS + 1) / 2
    weights = _WEIGHTS * (end - start) / 2 * growth * np.exp(growth * (places - end))
    known = [-math.log(node) for node in nodes]
    shares: list[float] = []
    for number, own in enumerate(known):
        basis = np.ones_like(places)
        for other in (*known[:number], *known[number + 1 :]):
            basis = basis * (places - other) / (own - other)
        shares.append(float((weights * basis).sum()))
    return shares


def _sum(shares: Sequence[float] | np.ndarray, values: Sequence[torch.Tensor]) -> torch.Tensor:
    total = torch.zeros_like(values[0])
    for share, value in zip(shares, values, strict=False):
        total = total + float(share) * value
    return total
