"""The noise schedules against ComfyUI's published numbers, and their limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.sampling.sigmas import SCHEDULES, nearest_timestep, sigma_at, sigmas_for
from tests.core.noise_table import sd_table

TABLE = sd_table()
PUBLISHED = {
    "karras": [14.615, 3.17, 0.447, 0.029, 0],
    "simple": [14.6146, 4.0817, 1.6129, 0.6932, 0],
    "sgm_uniform": [14.6146, 4.0861, 1.6156, 0.6952, 0],
    "ddim_uniform": [4.1167, 1.6237, 0.6984, 0.0413, 0],
    "normal": [14.6146, 2.9183, 0.9324, 0.0292, 0],
    # these four: what ComfyUI's own functions (comfy/samplers.py) gave when they were run once
    "exponential": [14.6146, 1.84, 0.2317, 0.0292, 0],
    "beta": [14.6146, 5.6866, 1.6183, 0.5154, 0],
    "linear_quadratic": [14.6146, 14.432, 14.2493, 10.5956, 0],
    "kl_optimal": [14.6147, 1.5971, 0.5729, 0.0292, 0],
    # by the published formulas and levels of A1111, Forge and ComfyUI's node
    "beta_a1111": [14.6146, 10.598, 4.046, 0.0292, 0],
    "kl_optimal_a1111": [14.6146, 2.1427, 0.9616, 0.4198, 0.0292],
    "align_your_steps": [14.615, 2.394, 0.743, 0.029, 0],
    "align_your_steps_comfyui": [14.6146, 3.2271, 1.3944, 0.509, 0],
    "turbo": [14.6146, 4.0817, 1.6129, 0.6932, 0],
    "sd_turbo": [14.6146, 8.3028, 5.0884, 3.3211, 0],
}
OTHER_ENDS = ("kl_optimal_a1111", "align_your_steps")
"""The first ends at the lowest level, the second has that one alone where one step is asked for."""


def test_table_has_the_published_ends() -> None:
    assert TABLE[0] == pytest.approx(0.029167535, rel=2e-5)
    assert TABLE[-1] == pytest.approx(14.614647, rel=1e-6)


@pytest.mark.parametrize("name", PUBLISHED)
def test_four_steps_are_comfyuis(name: str) -> None:
    assert sigmas_for(name, 4, TABLE) == pytest.approx(PUBLISHED[name], rel=1e-3, abs=6e-4)


def test_simple_and_ddim_uniform_take_levels_of_the_table_exactly() -> None:
    assert sigmas_for("simple", 20, TABLE)[:3].tolist() == TABLE[[999, 949, 899]].tolist()
    assert sigmas_for("ddim_uniform", 20, TABLE)[:2].tolist() == TABLE[[951, 901]].tolist()


@pytest.mark.parametrize(
    "name", [name for name in SCHEDULES if name not in ("ddim_uniform", *OTHER_ENDS)]
)
def test_one_step_begins_at_the_highest_level(name: str) -> None:
    assert sigmas_for(name, 1, TABLE) == pytest.approx([TABLE[-1], 0])


def test_sdxl_has_its_own_align_your_steps() -> None:
    for name in ("align_your_steps", "align_your_steps_comfyui"):
        plain, xl = (sigmas_for(name, 10, TABLE, xl=xl) for xl in (False, True))
        assert plain.tolist() != xl.tolist()
    eleven = sigmas_for("align_your_steps", 11, TABLE, xl=True)
    assert eleven[:4] == pytest.approx([14.615, 6.315, 3.771, 2.181])


def test_ddim_uniform_runs_comfyuis_extra_step() -> None:
    assert len(sigmas_for("ddim_uniform", 7, TABLE)) - 1 == 8


def test_beta_takes_each_timestep_once() -> None:
    levels = sigmas_for("beta", 400, TABLE)
    assert len(levels) - 1 < 400
    assert (np.diff(levels) < 0).all()


def test_discarding_the_penultimate_level() -> None:
    whole = sigmas_for("karras", 6, TABLE)
    cut = sigmas_for("karras", 5, TABLE, discard_penultimate=True)
    assert cut.tolist() == [*whole[:5].tolist(), 0.0]


@pytest.mark.parametrize("name", SCHEDULES)
@given(steps=st.integers(1, 150))
@settings(max_examples=25, deadline=None)
def test_levels_fall_to_zero(name: str, steps: int) -> None:
    levels = sigmas_for(name, steps, TABLE)
    assert levels[-1] == pytest.approx(TABLE[0] if name == "kl_optimal_a1111" else 0)
    assert (np.diff(levels) < 0).all()
    assert levels[0] <= TABLE[-1] * (1 + 3e-5)
    if name == "sd_turbo":
        assert len(levels) == min(steps, 10) + 1
    elif name not in ("ddim_uniform", "beta"):
        assert len(levels) == steps + 1


def test_sigma_and_timestep_are_inverse() -> None:
    assert nearest_timestep(float(TABLE[321]), TABLE) == 321
    assert sigma_at(321, TABLE) == pytest.approx(TABLE[321])
    assert nearest_timestep(0.0, TABLE) == 0
