"""Every sampler with every noise schedule, driven by a model that knows the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from desktop.core.errors import BadInput
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.core.sampling.sigmas import sigmas_for
from desktop.engines.sampling.schedulers import make_scheduler, planned_steps
from desktop.models.resources import resource
from tests.core.noise_table import sd_table

CONFIG = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "timestep_spacing": "leading",
}
ANSWER = 0.5
LEAVES_A_TRACE = ("uni_pc", "uni_pc_bh2", "deis", "sa_solver", "pndm", "ipndm_v")
"""Samplers that end a little above zero noise."""


def run(
    scheduler: Any, steps: int, prediction: str = "epsilon", device: str = "cpu"
) -> tuple[torch.Tensor, Any]:
    """The end of a run with a model whose denoised estimate is always ANSWER."""
    scheduler.set_timesteps(planned_steps(scheduler, steps), device=device)
    generator = torch.Generator().manual_seed(1)
    sample = torch.randn(1, 4, 8, 8, generator=generator) * scheduler.init_noise_sigma
    sample = sample.to(device)
    kwargs = {"generator": generator} if "ddpm" in scheduler.sampler.id else {}
    for timestep in scheduler.timesteps:
        if getattr(scheduler, "finished", False):
            break
        model_input = scheduler.scale_model_input(sample, timestep)
        sigma = scheduler._sigma_now(timestep)
        alpha = (1 + sigma * sigma) ** -0.5
        noise = (model_input - alpha * ANSWER) / (sigma * alpha)
        output = noise if prediction == "epsilon" else alpha * noise - sigma * alpha * ANSWER
        scheduler.halves = torch.cat([output, output])
        sample = scheduler.step(output, timestep, sample, return_dict=False, **kwargs)[0]
    return sample, scheduler


@pytest.mark.parametrize("schedule", ["default", "karras", "simple", "linear_quadratic"])
@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("steps", [1, 5])
def test_a_perfect_model_is_followed_to_its_answer(sampler: str, schedule: str, steps: int) -> None:
    if (sampler, schedule) == ("ipndm_v", "linear_quadratic"):
        return  # its published coefficients lose their way there, in ComfyUI too
    torch.manual_seed(0)
    end, scheduler = run(make_scheduler(sampler, schedule, steps, CONFIG), steps)
    tolerance = 0.3 if sampler in LEAVES_A_TRACE else 1e-2 if sampler == "lms" else 1e-4
    if sampler in ("dpm_fast", "dpm_adaptive"):  # these stay at the lowest level above 0
        tolerance = 4 * float(scheduler.sigmas[-2])
    assert (end - ANSWER).abs().max() < tolerance
    assert scheduler.denoised() == pytest.approx(torch.full_like(end, ANSWER), abs=1e-3)


@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m", "heun", "euler_ancestral", "lcm", "ddpm"])
def test_models_that_predict_v(sampler: str) -> None:
    torch.manual_seed(0)
    config = CONFIG | {"prediction_type": "v_prediction"}
    end, scheduler = run(make_scheduler(sampler, "karras", 5, config), 5, "v_prediction")
    assert (end - ANSWER).abs().max() < 1e-3
    assert scheduler.denoised() == pytest.approx(torch.full_like(end, ANSWER), abs=1e-3)


@pytest.mark.parametrize("schedule", [name for name in NOISE_SCHEDULES if name != "default"])
@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("steps", [1, 12])
def test_the_levels_are_comfyuis(sampler: str, schedule: str, steps: int) -> None:
    entry = SAMPLERS[sampler]
    scheduler = make_scheduler(sampler, schedule, steps, CONFIG)
    scheduler.set_timesteps(planned_steps(scheduler, steps))
    if sampler == "pndm":
        assert scheduler.planned is None
        return
    wanted = sigmas_for(schedule, steps, sd_table(), discard_penultimate=entry.discard_penultimate)
    levels = list(dict.fromkeys(scheduler.sigmas.tolist()))
    assert levels == pytest.approx(wanted.tolist(), rel=1e-4, abs=1e-6)


def test_ksampler_karras_four_steps() -> None:
    scheduler = make_scheduler("euler_ancestral", "karras", 4, CONFIG)
    scheduler.set_timesteps(4)
    assert scheduler.sigmas.tolist() == pytest.approx([14.615, 3.17, 0.447, 0.029, 0], abs=2e-3)
    assert scheduler.timesteps.tolist() == [999, 687, 146, 0]


@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m", "heun", "lms"])
def test_default_keeps_the_models_own_schedule(sampler: str) -> None:
    import diffusers

    entry = SAMPLERS[sampler]
    plain = getattr(diffusers, entry.diffusers).from_config(CONFIG, **entry.kwargs)
    ours = make_scheduler(sampler, "default", 6, CONFIG)
    plain.set_timesteps(6)
    ours.set_timesteps(6)
    assert ours.sigmas.tolist() == plain.sigmas.tolist()
    assert ours.timesteps.tolist() == plain.timesteps.tolist()
    assert float(ours.init_noise_sigma) == float(plain.init_noise_sigma)


def test_first_noise_is_scaled_as_in_comfyui() -> None:
    full = make_scheduler("euler", "karras", 4, CONFIG)
    assert float(full.init_noise_sigma) == pytest.approx((14.614641**2 + 1) ** 0.5, rel=1e-5)
    partial = make_scheduler("euler", "ddim_uniform", 4, CONFIG)
    assert float(partial.init_noise_sigma) == pytest.approx(4.1167, rel=1e-3)


def test_the_starters_config_is_understood() -> None:
    path = Path(resource("starter", "scheduler", "scheduler_config.json"))
    scheduler = make_scheduler("dpmpp_2m", "karras", 4, json.loads(path.read_text("utf-8")))
    assert planned_steps(scheduler, 4) == 4


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_no_timesteps_in_float64(sampler: str) -> None:
    """A Mac's GPU has no float64."""
    scheduler = make_scheduler(sampler, "karras", 5, CONFIG)
    scheduler.set_timesteps(planned_steps(scheduler, 5))
    assert scheduler.timesteps.dtype in (torch.float32, torch.int64)


def test_no_steps_are_refused() -> None:
    with pytest.raises(BadInput, match="at least one step"):
        make_scheduler("euler", "karras", 0, CONFIG)


@pytest.mark.parametrize("sampler", ["lcm", "ddpm", "euler", "dpmpp_2m"])
def test_models_trained_down_to_noise_alone(sampler: str) -> None:
    """Zero terminal SNR: the last timestep has no finite noise level."""
    config = CONFIG | {"prediction_type": "v_prediction"}
    config |= {"rescale_betas_zero_snr": True}
    for schedule in ("simple", "default"):
        scheduler = make_scheduler(sampler, schedule, 4, config)
        end, _ = run(scheduler, 4, "v_prediction")
        assert torch.isfinite(end).all()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(BadInput):
        make_scheduler("nonsense", "default", 4, CONFIG)
    with pytest.raises(BadInput):
        make_scheduler("euler", "nonsense", 4, CONFIG)


@pytest.mark.parametrize("steps", [2, 4, 20])
def test_exponential_is_diffusers_too(steps: int) -> None:
    import diffusers

    theirs = diffusers.EulerDiscreteScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        use_exponential_sigmas=True,
        timestep_spacing="linspace",
    )
    theirs.set_timesteps(steps)
    ours = sigmas_for("exponential", steps, sd_table())
    assert ours.tolist() == pytest.approx(theirs.sigmas.tolist(), rel=1e-4)


@pytest.mark.parametrize("steps", [2, 4, 20])
def test_linear_quadratic_is_the_one_that_mochi_published(steps: int) -> None:
    from diffusers.pipelines.mochi.pipeline_mochi import linear_quadratic_schedule

    table = sd_table()
    theirs = [*linear_quadratic_schedule(steps, 0.025, steps // 2), 0.0]
    ours = sigmas_for("linear_quadratic", steps, table) / table[-1]
    assert ours.tolist() == pytest.approx(theirs, abs=1e-9)
