"""Sigmas of a run for ComfyUI's named noise schedules; NumPy only.

`table` is the sigma of each training timestep of a model ((1000,) float, rising; sigma = sqrt((1 -
a) / a) with a the cumulated product of alphas). Each function returns `steps` + 1 falling float64
sigmas, from the first to 0. The formulas are those of ComfyUI's comfy/samplers.py and of
k-diffusion, on which it builds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

Sigmas = NDArray[np.float64]


def table_of(alphas_cumprod: Sigmas) -> Sigmas:
    """Return the rising sigmas of a model from its `alphas_cumprod` (falling, in 0..1)."""
    alphas = np.asarray(alphas_cumprod, dtype=np.float64)
    return np.sqrt((1 - alphas) / alphas)


def nearest_timestep(sigma: float, table: Sigmas) -> int:
    """Return the training timestep whose sigma is nearest to `sigma` in log space."""
    return int(np.abs(np.log(max(sigma, 1e-10)) - np.log(table)).argmin())


def sigma_at(timestep: float, table: Sigmas) -> float:
    """Return the sigma at a fractional timestep, interpolated in log space."""
    positions = np.arange(len(table))
    return float(np.exp(np.interp(timestep, positions, np.log(table))))


def normal(steps: int, table: Sigmas) -> Sigmas:
    """Return sigmas at equal timestep intervals from the last to the first, both included."""
    times = np.linspace(len(table) - 1, 0, steps)
    return _ending_in_zero([sigma_at(t, table) for t in times])


def sgm_uniform(steps: int, table: Sigmas) -> Sigmas:
    """Return sigmas at equal timestep intervals from the last to the first, exclusive."""
    times = np.linspace(len(table) - 1, 0, steps + 1)[:-1]
    return _ending_in_zero([sigma_at(t, table) for t in times])


def simple(steps: int, table: Sigmas) -> Sigmas:
    """Return every (1000 / steps)th sigma, from the highest."""
    stride = len(table) / steps
    return _ending_in_zero([float(table[-(1 + int(k * stride))]) for k in range(steps)])


def ddim_uniform(steps: int, table: Sigmas) -> Sigmas:
    """Return every (1000 // steps)th sigma from the second lowest up.

    If 1000 is not a multiple of `steps`, this can be one or more steps longer than requested, as in
    ComfyUI, which runs them all.
    """
    stride = max(len(table) // steps, 1)
    levels = [float(value) for value in table[1::stride]]
    return _ending_in_zero(levels[::-1])


def karras(steps: int, table: Sigmas, rho: float = 7.0) -> Sigmas:
    """Return the sigmas of Karras et al. 2022, equation 5."""
    return karras_between(steps, float(table[0]), float(table[-1]), rho)


def karras_between(steps: int, low: float, high: float, rho: float = 7.0) -> Sigmas:
    """Return Karras sigmas from `high` to `low`, then 0."""
    last, first = low ** (1 / rho), high ** (1 / rho)
    return _ending_in_zero((first + np.linspace(0, 1, steps) * (last - first)) ** rho)


def exponential(steps: int, table: Sigmas) -> Sigmas:
    """Return sigmas equally spaced in log space."""
    logarithms = np.linspace(np.log(table[-1]), np.log(table[0]), steps, dtype=np.float64)
    return _ending_in_zero(np.exp(logarithms))


def beta(steps: int, table: Sigmas, shape: float = 0.6) -> Sigmas:
    """Return quantiles of a beta distribution ('Beta Sampling is All You Need', 2024).

    Coinciding timesteps are used once, so long runs can be shorter than requested.
    """
    from scipy import stats

    places = 1 - np.linspace(0, 1, steps, endpoint=False)
    quantiles = stats.beta.ppf(places, shape, shape)
    times = np.rint(quantiles * (len(table) - 1)).astype(int)
    kept = [t for k, t in enumerate(times) if k == 0 or t != times[k - 1]]
    return _ending_in_zero(table[kept])


def linear_quadratic(steps: int, table: Sigmas, threshold: float = 0.025) -> Sigmas:
    """Return half the steps linear to 1 - `threshold` of the highest sigma, the rest quadratic."""
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
    """Return sigmas equally spaced in arctangent ('Align Your Steps', 2024, appendix)."""
    share = np.linspace(0, 1, steps)
    angles = share * np.arctan(table[0]) + (1 - share) * np.arctan(table[-1])
    return _ending_in_zero(np.tan(angles))


def beta_a1111(steps: int, table: Sigmas, shape: float = 0.6) -> Sigmas:
    """Return A1111's 'Beta': quantiles of the beta distribution over sigma itself."""
    from scipy import stats

    quantiles = stats.beta.ppf(1 - np.linspace(0, 1, steps), shape, shape)
    return _ending_in_zero(table[0] + quantiles * (table[-1] - table[0]))


def kl_optimal_a1111(steps: int, table: Sigmas) -> Sigmas:
    """Return A1111's 'KL Optimal': one arctangent step more, ending at the lowest sigma."""
    return kl_optimal(steps + 1, table)[:-1]


AYS = (
    14.6146412293,
    6.4745760956,
    3.8636745985,
    2.6946151520,
    1.8841921177,
    1.3943805092,
    0.9642583904,
    0.6523686016,
    0.3977456272,
    0.1515232662,
    0.0291671582,
)
AYS_XL = (
    14.6146412293,
    6.3184485287,
    3.7681790315,
    2.1811480769,
    1.3405244945,
    0.8620721141,
    0.5550693289,
    0.3798540708,
    0.2332364134,
    0.1114188177,
    0.0291671582,
)
AYS_A1111 = (14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029)
AYS_XL_A1111 = (14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029)
"""Sigmas published in 'Align Your Steps' (Sabour et al. 2024), as in ComfyUI and A1111
(`https://research.nvidia.com/labs/toronto-ai/AlignYourSteps/howto.html`).
"""


def align_your_steps(steps: int, _table: Sigmas, levels: Sequence[float] = AYS_A1111) -> Sigmas:
    """Return A1111's 'Align Your Steps': the published sigmas, interpolated in log space."""
    return _ending_in_zero(_between(levels, steps))


def align_your_steps_comfyui(steps: int, _table: Sigmas, levels: Sequence[float] = AYS) -> Sigmas:
    """Return ComfyUI's AlignYourStepsScheduler: one sigma more, the last replaced by 0."""
    return _ending_in_zero(_between(levels, steps + 1)[:-1])


def _between(levels: Sequence[float], count: int) -> Sigmas:
    places = np.linspace(0, 1, len(levels))
    rising = np.interp(np.linspace(0, 1, count), places, np.log(levels[::-1]))
    return np.exp(rising)[::-1]


def turbo(steps: int, table: Sigmas) -> Sigmas:
    """Return Forge's 'Turbo': the whole timesteps next to k * 1000 / steps - 1."""
    times = np.rint(np.arange(steps, 0, -1) * (len(table) / steps) - 1).astype(int)
    return _ending_in_zero(table[times.clip(0, len(table) - 1)])


def sd_turbo(steps: int, table: Sigmas) -> Sigmas:
    """Return ComfyUI's SDTurboScheduler: the first `steps` of timesteps 999, 899, ..., 99."""
    times = (np.arange(10, 0, -1) * (len(table) // 10) - 1)[:steps]
    return _ending_in_zero(table[times])


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
    "beta_a1111": beta_a1111,
    "kl_optimal_a1111": kl_optimal_a1111,
    "align_your_steps": align_your_steps,
    "align_your_steps_comfyui": align_your_steps_comfyui,
    "turbo": turbo,
    "sd_turbo": sd_turbo,
}
"""Noise schedules by ComfyUI's names, in its order, then those of other programs."""
XL_SCHEDULES: dict[str, Callable[[int, Sigmas], Sigmas]] = {
    "align_your_steps": partial(align_your_steps, levels=AYS_XL_A1111),
    "align_your_steps_comfyui": partial(align_your_steps_comfyui, levels=AYS_XL),
}
"""Noise schedules that differ for the SDXL family."""


def sigmas_for(
    schedule: str,
    steps: int,
    table: Sigmas,
    *,
    discard_penultimate: bool = False,
    xl: bool = False,
) -> Sigmas:
    """Return the falling sigmas of `steps` steps by `schedule` (a key of SCHEDULES).

    `discard_penultimate` is for samplers that evaluate a point below the last sigma: one more step
    is planned, and the last sigma above 0 left out.
    """
    plan = (XL_SCHEDULES if xl else {}).get(schedule) or SCHEDULES[schedule]
    if not discard_penultimate:
        return plan(steps, table)
    levels = plan(steps + 1, table)
    return np.concatenate([levels[:-2], levels[-1:]])


def _ending_in_zero(levels: Sigmas | list[float]) -> Sigmas:
    return np.append(np.asarray(levels, dtype=np.float64), 0.0)
