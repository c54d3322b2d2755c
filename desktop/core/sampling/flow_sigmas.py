"""The noise levels of flow matching: x = (1 - sigma) * picture + sigma * noise, sigma from 1 to 0.

The formulas are those of ComfyUI's comfy/model_sampling.py (ModelSamplingFlux,
ModelSamplingDiscreteFlow) and of its node Flux2Scheduler, which are Black Forest Labs' own.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from .sigmas import SCHEDULES, Sigmas

OWN = "default"
"""The schedule that a family brings itself."""


FLOW_SCHEDULES = (
    OWN,
    "simple",
    "sgm_uniform",
    "karras",
    "exponential",
    "ddim_uniform",
    "beta",
    "normal",
    "linear_quadratic",
    "kl_optimal",
)
"""The noise schedules that mean something without a UNet's training steps: ComfyUI's."""


class FlowNoise(msgspec.Struct, frozen=True, kw_only=True):
    """How a family's times are shifted to more noise.

    `exponential`: e^shift stands in place of `shift`, and a time is a noise level as it is.
    `empirical`: the family's own schedule is shifted by the picture's size and the steps, as
    FLUX.2's is; else its own is `simple`. `points` is the length of its table of levels.
    """

    shift: float
    points: int
    exponential: bool = False
    empirical: bool = False

    def sigma(self, time: float) -> float:
        """The noise level at a time in 0..1."""
        factor = math.exp(self.shift) if self.exponential else self.shift
        return shifted(time, factor)

    def table(self) -> Sigmas:
        """The rising noise levels that the schedules choose from."""
        return np.array([self.sigma(k / self.points) for k in range(1, self.points + 1)])

    def sigmas(self, schedule: str, steps: int, width: int, height: int) -> Sigmas:
        """`steps` + 1 falling levels (beta may have fewer) for a picture of this size in pixels.

        `schedule` is a key of `SCHEDULES` or "default".
        """
        if schedule == OWN and self.empirical:
            times = np.linspace(1.0, 0.0, steps + 1)
            factor = math.exp(empirical_shift(round(width * height / 256), steps))
            return np.array([shifted(float(time), factor) for time in times])
        if schedule in ("normal", "sgm_uniform"):
            return self._even(steps, leave_out_last=schedule == "sgm_uniform")
        return SCHEDULES["simple" if schedule == OWN else schedule](steps, self.table())

    def _even(self, steps: int, *, leave_out_last: bool) -> Sigmas:
        """Equal steps between the table's ends, taken for times as ComfyUI's sampling does."""
        table = self.table()
        first, last = float(table[-1]), float(table[0])
        if leave_out_last:
            times = np.linspace(first, last, steps + 1)[:-1]
        else:
            times = np.linspace(first, last, steps)
        return np.append([self.sigma(float(time)) for time in times], 0.0)


def shifted(time: float, factor: float) -> float:
    """A time in 0..1 moved to more noise: factor * t / (1 + (factor - 1) * t)."""
    return factor * time / (1 + (factor - 1) * time)


def empirical_shift(tokens: int, steps: int) -> float:
    """FLUX.2's mu for a picture of so many latent cells: measured at 10 and at 200 steps."""
    at_200 = 0.00016927 * tokens + 0.45666666
    if tokens > 4300:
        return at_200
    at_10 = 8.73809524e-05 * tokens + 1.89833333
    slope = (at_200 - at_10) / 190.0
    return slope * steps + at_200 - 200.0 * slope
