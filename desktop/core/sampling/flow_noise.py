"""How the families that draw by flow matching take their noise, as data alone.

x = (1 - sigma) * picture + sigma * noise, sigma from 1 to 0.
"""

from __future__ import annotations

import math

import msgspec

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


def shifted(time: float, factor: float) -> float:
    """A time in 0..1 moved to more noise: factor * t / (1 + (factor - 1) * t)."""
    return factor * time / (1 + (factor - 1) * time)
