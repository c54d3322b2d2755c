"""Sigmas of flow matching for the named noise schedules.

The formulas are those of ComfyUI's comfy/model_sampling.py (ModelSamplingFlux,
ModelSamplingDiscreteFlow) and of its node Flux2Scheduler, which are Black Forest Labs' own.
"""

from __future__ import annotations

import math

import numpy as np

from .flow_noise import OWN, FlowNoise, shifted
from .sigmas import SCHEDULES, Sigmas


def flow_sigmas(noise: FlowNoise, schedule: str, steps: int, width: int, height: int) -> Sigmas:
    """Return `steps` + 1 falling sigmas (beta may have fewer) for a size in pixels.

    `schedule` is a key of `SCHEDULES` or "default".
    """
    if schedule == OWN and noise.empirical:
        times = np.linspace(1.0, 0.0, steps + 1)
        factor = math.exp(empirical_shift(round(width * height / 256), steps))
        return np.array([shifted(float(time), factor) for time in times])
    if schedule in ("normal", "sgm_uniform"):
        return _even(noise, steps, leave_out_last=schedule == "sgm_uniform")
    return SCHEDULES["simple" if schedule == OWN else schedule](steps, _table(noise))


def _table(noise: FlowNoise) -> Sigmas:
    """Return the rising sigma table (`points`,) that the schedules choose from."""
    return np.array([noise.sigma(k / noise.points) for k in range(1, noise.points + 1)])


def _even(noise: FlowNoise, steps: int, *, leave_out_last: bool) -> Sigmas:
    """Return sigmas equally spaced over the table and used as times, as in ComfyUI's sampling."""
    table = _table(noise)
    first, last = float(table[-1]), float(table[0])
    if leave_out_last:
        times = np.linspace(first, last, steps + 1)[:-1]
    else:
        times = np.linspace(first, last, steps)
    return np.append([noise.sigma(float(time)) for time in times], 0.0)


def empirical_shift(tokens: int, steps: int) -> float:
    """Return FLUX.2's mu for `tokens` latent cells, interpolated from fits at 10 and 200 steps."""
    at_200 = 0.00016927 * tokens + 0.45666666
    if tokens > 4300:
        return at_200
    at_10 = 8.73809524e-05 * tokens + 1.89833333
    slope = (at_200 - at_10) / 190.0
    return slope * steps + at_200 - 200.0 * slope
