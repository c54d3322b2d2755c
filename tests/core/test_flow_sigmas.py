"""The noise levels of FLUX.2 klein and Z-Image are those of the published formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop.core.sampling.flow_noise import FLOW_SCHEDULES, FlowNoise
from desktop.core.sampling.flow_sigmas import flow_sigmas
from desktop.models.families.flux2_klein import FLUX2_KLEIN
from desktop.models.families.z_image import Z_IMAGE

KLEIN, Z = FLUX2_KLEIN.flow, Z_IMAGE.flow
SIZES = ((512, 512), (768, 1024), (1024, 1024), (1536, 1024), (2048, 2048))


def flux2_scheduler(steps: int, width: int, height: int) -> list[float]:
    """ComfyUI's Flux2Scheduler, written from Black Forest Labs' formula."""
    cells = round(width * height / 256)
    if cells > 4300:
        mu = 0.00016927 * cells + 0.45666666
    else:
        at_10, at_200 = 8.73809524e-05 * cells + 1.89833333, 0.00016927 * cells + 0.45666666
        mu = at_200 + (steps - 200) * (at_200 - at_10) / 190
    times = [1 - k / steps for k in range(steps)]
    return [math.exp(mu) / (math.exp(mu) + 1 / t - 1) for t in times] + [0.0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("steps", range(1, 31))
def test_kleins_own_levels(steps: int, size: tuple[int, int]) -> None:
    assert KLEIN is not None
    found = flow_sigmas(KLEIN, "default", steps, *size)
    np.testing.assert_allclose(found, flux2_scheduler(steps, *size), atol=1e-5)


@pytest.mark.parametrize("steps", range(1, 31))
def test_z_images_own_levels(steps: int) -> None:
    """ModelSamplingAuraFlow with shift 3 and the schedule `simple`, as in ComfyUI's template."""
    assert Z is not None
    table = [3 * (k / 1000) / (1 + 2 * (k / 1000)) for k in range(1, 1001)]
    expected = [table[-(1 + int(k * 1000 / steps))] for k in range(steps)] + [0.0]
    np.testing.assert_allclose(flow_sigmas(Z, "default", steps, 1024, 1024), expected, atol=1e-5)


@pytest.mark.parametrize("noise", [KLEIN, Z])
@pytest.mark.parametrize("schedule", FLOW_SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 4, 9, 30])
def test_every_schedule_falls_to_nothing(noise: FlowNoise, schedule: str, steps: int) -> None:
    levels = flow_sigmas(noise, schedule, steps, 1024, 1024)
    assert levels[0] <= 1
    assert levels[-1] == 0
    assert (np.diff(levels) < 0).all()


def test_even_times_are_shifted_as_comfyuis() -> None:
    """`normal` of ModelSamplingFlux at its shift 2.02: a level is taken for a time."""
    assert KLEIN is not None
    low = math.exp(2.02) / (math.exp(2.02) + 9999)
    times = np.linspace(1, low, 4)
    expected = [math.exp(2.02) / (math.exp(2.02) + 1 / t - 1) for t in times] + [0.0]
    np.testing.assert_allclose(flow_sigmas(KLEIN, "normal", 4, 512, 512), expected, atol=1e-5)
