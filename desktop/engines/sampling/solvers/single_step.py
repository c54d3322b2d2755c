"""Single-step solvers, without state between steps.

Sources: k-diffusion (Crowson), DPM-Solver++ (Lu et al. 2022), latent consistency models (Luo et al.
2023), DDPM (Ho et al. 2020), Restart (Xu et al. 2023, arXiv 2306.14878), SEEDS (Gonzalez et al.
2023, arXiv 2305.14267), Heun++ (Carzit 2023), in the form of ComfyUI and A1111.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import torch

from desktop.core.sampling.sigmas import karras_between

from .protocol import Draw, Run, ancestral


def euler_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run Euler steps that overshoot and add fresh noise."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = ancestral(level, following)
        x = denoised + (x - denoised) * (down / level)
        if following > 0:
            x = x + draw(x) * up
    return x


def dpmpp_2s_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run DPM-Solver++(2S) with ancestral noise: an evaluation halfway in log sigma."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = ancestral(level, following)
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
    """Run DPM-Solver++ (stochastic), with noise at both evaluations of a step."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        middle = math.sqrt(level * following)
        down, up = ancestral(level, middle)
        half = x * (down / level) + denoised * (1 - down / level) + draw(x) * up
        second, _ = yield half, middle
        down, up = ancestral(level, following)
        x = x * (down / level) + second * (1 - down / level) + draw(x) * up
    return x


def dpm_2_ancestral(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run DPM-Solver-2 with ancestral noise: the slope halfway in log sigma."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        down, up = ancestral(level, following)
        if down == 0:
            x = denoised
            continue
        middle = math.sqrt(level * down)
        half = x + (x - denoised) * (middle / level - 1)
        second, half = yield half, middle
        x = x + (half - second) / middle * (down - level) + draw(x) * up
    return x


def lcm(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Take each estimate as the sample and add fresh noise of the next sigma."""
    for level, following in pairwise(levels):
        x, _ = yield x, level
        if following > 0:
            x = x + following * draw(x)
    return x


def ddpm(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Sample the posterior of the diffusion process by its mean and variance."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        kept = (following / level) ** 2
        x = kept * x + (1 - kept) * denoised
        if following > 0:
            x = x + draw(x) * (following * math.sqrt(1 - kept))
    return x


def heunpp2(x: torch.Tensor, levels: Sequence[float], _draw: Draw) -> Run:
    """Run Heun++: the slopes of up to three Euler points ahead, weighted by their sigmas."""
    for place, (level, following) in enumerate(pairwise(levels)):
        denoised, x = yield x, level
        slopes, points = [(x - denoised) / level], levels[place + 1 : place + 3]
        ahead, before = x, level
        for point in points:
            if point == levels[-1]:
                break
            ahead = ahead + slopes[-1] * (point - before)
            second, ahead = yield ahead, point
            slopes.append((ahead - second) / point)
            before = point
        shares = [point / (len(slopes) * levels[0]) for point in points[: len(slopes) - 1]]
        mean = (1 - sum(shares)) * slopes[0]
        for share, slope in zip(shares, slopes[1:], strict=True):
            mean = mean + share * slope
        x = x + mean * (following - level)
    return x


def restart(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run Heun steps; near sigma 0.1 add noise up to sigma 2 and repeat some steps.

    As A1111 plans it: from 20 steps on 9 of them are reserved for one restart, from 36 on a quarter
    for each of two; the sigmas are Karras's.
    """
    now = levels[0]
    for level, following in restart_steps(levels):
        if level > now:
            x = x + draw(x) * math.sqrt(level**2 - now**2)
        denoised, x = yield x, level
        slope = (x - denoised) / level
        if following > 0:
            ahead = x + slope * (following - level)
            second, ahead = yield ahead, following
            slope = (slope + (ahead - second) / following) / 2
        x = x + slope * (following - level)
        now = following
    return x


def restart_steps(levels: Sequence[float]) -> list[tuple[float, float]]:
    """Return the steps of A1111's Restart in place of those between `levels`."""
    steps = len(levels) - 1
    if steps < 20:
        return list(pairwise(levels))
    back, times = (steps // 4, 2) if steps >= 36 else (9, 1)
    plan = karras_between(steps - back * times, levels[-2], levels[0]).tolist()
    low = min(range(len(plan)), key=lambda place: abs(plan[place] - 0.1))
    high = min(range(len(plan)), key=lambda place: abs(plan[place] - 2.0))
    again = list(pairwise(karras_between(back + 1, plan[low], plan[high])[:-1].tolist()))
    known = list(pairwise(plan))
    return known if high >= low else [*known[:low], *again * times, *known[low:]]


def seeds_2(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run SEEDS with two stages, the second halfway in log sigma."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        step = math.log(level / following)
        middle = math.sqrt(level * following)
        noise = draw(x) * math.sqrt(-math.expm1(-step))
        half = _mixed(x, denoised, level, middle) + noise * middle
        second, _ = yield half, middle
        noise = noise * math.exp(-step / 2) + draw(x) * math.sqrt(-math.expm1(-step))
        x = _mixed(x, second, level, following) + noise * following
    return x


def seeds_3(x: torch.Tensor, levels: Sequence[float], draw: Draw) -> Run:
    """Run SEEDS with three stages, at thirds of log sigma."""
    for level, following in pairwise(levels):
        denoised, x = yield x, level
        if following == 0:
            x = denoised
            continue
        step = math.log(level / following)
        third, rest = level * math.exp(-step / 3), level * math.exp(-2 * step / 3)
        fresh, fade = math.sqrt(-math.expm1(-2 * step / 3)), math.exp(-step / 3)
        noise = draw(x) * fresh
        ahead = _mixed(x, denoised, level, third) + noise * third
        second, _ = yield ahead, third
        noise = noise * fade + draw(x) * fresh
        tilt = 2 * _phi_2(-4 * step / 3)
        ahead = _mixed(x, denoised, level, rest) - tilt * (second - denoised) + noise * rest
        last, _ = yield ahead, rest
        noise = noise * fade + draw(x) * fresh
        tilt = 1.5 * _phi_2(-2 * step)
        x = _mixed(x, denoised, level, following) - tilt * (last - denoised) + noise * following
    return x


def _mixed(x: torch.Tensor, denoised: torch.Tensor, level: float, following: float) -> torch.Tensor:
    """Return the mean of the stochastic exponential step of order 1, with maximal noise."""
    share = (following / level) ** 2
    return share * x + (1 - share) * denoised


def _phi_2(step: float) -> float:
    """Return (e^h - 1 - h) / h."""
    return (math.expm1(step) - step) / step
