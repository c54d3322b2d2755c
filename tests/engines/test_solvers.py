"""Our own samplers against the numbers of ComfyUI and A1111, on a model with an answer."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import pytest
import torch

from desktop.core.errors import EaselError
from desktop.core.sampling.samplers import ON_THE_GPU, SAMPLERS
from desktop.engines.sampling.noise import PhiloxNoise
from desktop.engines.sampling.philox import philox_randn
from desktop.engines.sampling.schedulers import make_scheduler, planned_steps
from desktop.engines.sampling.solvers.single_step import restart_steps
from desktop.engines.sampling.solvers.table import SELF_PACED, SOLVERS, levels_asked
from tests.interop.latents import CONFIG, cases, ends, numbers, off_by
from tests.interop.toy_model import SHAPE

FEW = ("karras 0", "karras 12", "normal 0", "simple 0", "ddim_uniform 0")
"""Of ComfyUI's nine schedules; `python -m tests.interop` runs all of them."""
CASES: dict[str, list[tuple[str, int, int, torch.Tensor]]] = defaultdict(list)
for _name, _schedule, _begin, _calls, _end in cases():
    if f"{_schedule} {_begin}" in FEW:
        CASES[_name].append((_schedule, _begin, _calls, _end))


@pytest.mark.parametrize("name", CASES)
def test_twenty_steps_end_where_comfyuis_do(name: str) -> None:
    """From the first step and from the thirteenth."""
    for schedule, begin, calls, wanted in CASES[name]:
        evaluations, found = ends(ON_THE_GPU.get(name, name), schedule, 20, begin)
        assert off_by(found, wanted) < 1e-3, (schedule, begin)
        assert evaluations == calls, (schedule, begin)


@pytest.mark.parametrize(("steps", "begin", "key"), [(20, 0, "20"), (40, 0, "40"), (20, 12, "8")])
def test_restart_ends_where_a1111s_does(steps: int, begin: int, key: str) -> None:
    calls, *end = numbers("comfyui_samplers")["restart"][f"restart {key}"]
    evaluations, found = ends("restart", "karras", steps, begin)
    assert off_by(found, torch.tensor(end).view(SHAPE)) < 1e-3
    assert evaluations == calls


def test_restart_goes_back_once_from_twenty_steps_on_and_twice_from_thirty_six() -> None:
    for steps, times in ((19, 0), (20, 1), (35, 1), (36, 2)):
        levels = [float(20 - 19.97 * k / (steps - 1)) for k in range(steps)] + [0.0]
        plan = restart_steps(levels)
        rises = sum(a[1] < b[0] for a, b in pairwise(plan))
        assert (len(plan), rises) == (steps, times)


def test_every_solver_of_the_table_is_there() -> None:
    assert {s.solver for s in SAMPLERS.values() if s.solver} == set(SOLVERS)
    assert set(CASES) - set(ON_THE_GPU) <= set(SAMPLERS)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
@pytest.mark.parametrize("name", SOLVERS)
def test_few_steps_end_too(name: str, steps: int) -> None:
    for begin in range(steps):
        _, found = ends(name, "karras", steps, begin)
        assert torch.isfinite(found).all()


def test_dpmpp_sde_evaluates_as_often_as_comfyuis() -> None:
    levels = [float(20 - k) for k in range(21)]
    assert len(levels_asked("dpmpp_sde", levels)) == 39


@pytest.mark.parametrize("name", SELF_PACED)
def test_timesteps_are_written_while_it_runs(name: str) -> None:
    """What a pipeline is about to evaluate is what the solver asks for."""
    scheduler = make_scheduler(name, "normal", 6, CONFIG)
    scheduler.set_timesteps(planned_steps(scheduler, 6))
    x = torch.ones(SHAPE)
    shares = [0.0]
    for timestep in scheduler.timesteps:
        if scheduler.finished:
            break
        assert float(timestep) == scheduler._time_of(scheduler._sigma_now(timestep))
        (x,) = scheduler.step(x * 0.1, timestep, x, torch.Generator().manual_seed(1))
        shares.append(scheduler.share_done)
    assert scheduler.finished
    assert shares == sorted(shares)
    assert 0.5 < shares[-1] <= 1


def test_a_sampler_without_end_says_so() -> None:
    scheduler = make_scheduler("dpm_adaptive", "normal", 4, CONFIG)
    scheduler.set_timesteps(4)
    scheduler.timesteps = scheduler.timesteps[:9]

    def drawn() -> None:
        for timestep in scheduler.timesteps:
            scheduler.step(torch.randn(SHAPE) * 50, timestep, torch.ones(SHAPE))

    with pytest.raises(EaselError, match="short enough"):
        drawn()


def test_cfg_pp_needs_both_estimates() -> None:
    scheduler = make_scheduler("euler_cfg_pp", "karras", 4, CONFIG)
    scheduler.set_timesteps(4)
    with pytest.raises(EaselError, match="takes no guidance"):
        scheduler.step(torch.ones(SHAPE), scheduler.timesteps[0], torch.ones(SHAPE))


def test_dpmpp_3m_sde_does_not_run_away() -> None:
    _, found = ends("dpmpp_3m_sde", "normal", 20)
    assert float(found.abs().max()) < 10  # as the published algorithm itself


def test_the_noises_of_the_steps_are_the_sources_next_ones() -> None:
    draw = PhiloxNoise(5)
    for call in (1, 2):
        assert torch.equal(draw(SHAPE), torch.from_numpy(philox_randn(5, SHAPE, call)))


def test_the_first_level_has_the_noise_it_should() -> None:
    scheduler = make_scheduler("seeds_3", "karras", 4, CONFIG)
    scheduler.set_timesteps(4)
    level = float(scheduler.sigmas[0])
    taken = scheduler.scale_model_input(torch.ones(SHAPE), scheduler.timesteps[0])
    assert taken == pytest.approx(torch.ones(SHAPE) / math.sqrt(level**2 + 1), abs=1e-6)
