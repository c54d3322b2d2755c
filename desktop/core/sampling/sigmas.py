"""The noise levels (sigmas) of a run, by ComfyUI's named schedules; NumPy only.

A model's noise levels are `table`: sigma of each of its training timesteps (1000 float values,
rising; sigma = sqrt((1 - a) / a) with a the cumulated product of alphas). Each function returns
`steps` + 1 falling float64 values, from the first noise level to 0. The formulas are those of
ComfyUI's comfy/samplers.py and of k-diffusion, on which it builds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Sigmas = NDArray[np.float64]


def table_of(alphas_cumprod: Sigmas) -> Sigmas:
    """The rising noise levels of a model from its cumulated alphas (falling, in 0..1)."""
    alphas = np.asarray(alphas_cumprod, dtype=np.float64)
    return np.sqrt((1 - alphas) / alphas)


def nearest_timestep(sigma: float, table: Sigmas) -> int:
    """The training timestep whose noise level is nearest to `sigma` in the logarithm."""
    return int(np.abs(np.log(max(sigma, 1e-10)) - np.log(table)).argmin())


def sigma_at(timestep: float, table: Sigmas) -> float:
    """The noise level at a fractional timestep, interpolated in the logarithm."""
    positions = np.arange(len(table))
    return float(np.exp(np.interp(timestep, positions, np.log(table))))


def normal(steps: int, table: Sigmas) -> Sigmas:
    """Equal steps of time from the last timestep to the first, both included."""
    times = np.linspace(len(table) - 1, 0, steps)
    return _ending_in_zero([sigma_at(t, table) for t in times])


def sgm_uniform(steps: int, table: Sigmas) -> Sigmas:
    """Equal steps of time from the last timestep to the first, which is left out."""
    times = np.linspace(len(table) - 1, 0, steps + 1)[:-1]
    return _ending_in_zero([sigma_at(t, table) for t in times])


def simple(steps: int, table: Sigmas) -> Sigmas:
    """Every (1000 / steps)th noise level, from the highest."""
    stride = len(table) / steps
    return _ending_in_zero([float(table[-(1 + int(k * stride))]) for k in range(steps)])


def ddim_uniform(steps: int, table: Sigmas) -> Sigmas:
    """Every (1000 // steps)th noise level from the second lowest up.

    Where 1000 is not a multiple of `steps` this can be one or more steps longer than asked for;
    ComfyUI runs them all, so it stays so here.
    """
    stride = max(len(table) // steps, 1)
    levels = [float(value) for value in table[1::stride]]
    return _ending_in_zero(levels[::-1])


def karras(steps: int, table: Sigmas, rho: float = 7.0) -> Sigmas:
    """Karras et al. 2022, equation 5."""
    low, high = table[0] ** (1 / rho), table[-1] ** (1 / rho)
    return _ending_in_zero((high + np.linspace(0, 1, steps) * (low - high)) ** rho)


def exponential(steps: int, table: Sigmas) -> Sigmas:
    """Equal steps of the logarithm."""
    logarithms = np.linspace(np.log(table[-1]), np.log(table[0]), steps, dtype=np.float64)
    return _ending_in_zero(np.exp(logarithms))


def beta(steps: int, table: Sigmas, shape: float = 0.6) -> Sigmas:
    """Quantiles of a beta distribution ('Beta Sampling is All You Need', 2024).

    Timesteps that fall together are taken once, so long runs can be shorter than asked for.
    """
    from scipy import stats  # pyright: ignore[reportMissingTypeStubs]

    places = 1 - np.linspace(0, 1, steps, endpoint=False)
    quantiles: Sigmas = stats.beta.ppf(places, shape, shape)  # pyright: ignore
    times = np.rint(quantiles * (len(table) - 1)).astype(int)
    kept = [t for k, t in enumerate(times) if k == 0 or t != times[k - 1]]
    return _ending_in_zero(table[kept])


def linear_quadratic(steps: int, table: Sigmas, threshold: float = 0.025) -> Sigmas:
    """Half the steps linear down to 1 - `threshold` of the highest level, the rest quadratic."""
    if steps == 1:
        return np.array([table[-1], 0.0])
    linear = steps // 2
    quadratic = steps - linear
    gap = linear - threshold * steps
    square = gap / (linear * quadratic**2)
    slope = threshold / linear - 2 * gap / quadratic**2
    head = [k * threshold / linear for k in range(linear)]
    tail = [square * k * k + slope * k + square * linear**2 for k in range(linear, steps)]
    return (1 - np.array([*head, *tail, 1.0])) * table[-1]


def kl_optimal(steps: int, table: Sigmas) -> Sigmas:
    """Equal steps of the arc tangent ('Align Your Steps', 2024, appendix)."""
    share = np.linspace(0, 1, steps)
    angles = share * np.arctan(table[0]) + (1 - share) * np.arctan(table[-1])
    return _ending_in_zero(np.tan(angles))


SCHEDULES: dict[str, Callable[[int, Sigmas], Sigmas]] = {
    "simple": simple,
    "sgm_uniform": sgm_uniform,
    "karras": karras,
    "exponential": exponential,
    "ddim_uniform": ddim_uniform,
    "beta": beta,
    "normal": normal,
    "linear_quadratic": linear_quadratic,
    "kl_optimal": kl_optimal,
}
"""The schedules by ComfyUI's names, in its order."""


def sigmas_for(
    schedule: str, steps: int, table: Sigmas, *, discard_penultimate: bool = False
) -> Sigmas:
    """The noise levels of `steps` steps by the schedule named `schedule` (a key of SCHEDULES).

    `discard_penultimate` is for samplers that visit a point below the last level: one step more
    is planned, and the last level above 0 left out.
    """
    if not discard_penultimate:
        return SCHEDULES[schedule](steps, table)
    levels = SCHEDULES[schedule](steps + 1, table)
    return np.concatenate([levels[:-2], levels[-1:]])


def _ending_in_zero(levels: Sigmas | list[float]) -> Sigmas:
    return np.append(np.asarray(levels, dtype=np.float64), 0.0)
