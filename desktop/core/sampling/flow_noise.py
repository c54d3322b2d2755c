"""Noise parameters of the flow-matching families, as data.

x = (1 - sigma) * picture + sigma * noise, sigma from 1 to 0.
"""

from __future__ import annotations

import math

import msgspec

OWN = "default"
"""Name of a family's own schedule."""


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
"""Noise schedules that need no training timesteps of a UNet; ComfyUI's names."""


class FlowNoise(msgspec.Struct, frozen=True, kw_only=True):
    """How a family shifts its times toward higher noise.

    `exponential`: the shift factor is e^shift instead of `shift`, and a time is used as sigma.
    `empirical`: the family's own schedule is shifted by picture size and steps, as in FLUX.2; else
    its own is `simple`. `points` is the length of its sigma table.
    """

    shift: float
    points: int
    exponential: bool = False
    empirical: bool = False

    def sigma(self, time: float) -> float:
        """Return the sigma at a time in 0..1."""
        factor = math.exp(self.shift) if self.exponential else self.shift
        return shifted(time, factor)


def shifted(time: float, factor: float) -> float:
    """Return a time in 0..1 shifted to more noise: factor * t / (1 + (factor - 1) * t)."""
    return factor * time / (1 + (factor - 1) * time)
