"""Scheduler names of three worlds, and denoise against strength."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import BadInput
from desktop.core.sampling.samplers import (
    NEAREST,
    NOISE_SCHEDULES,
    ON_THE_GPU,
    SAMPLERS,
    a1111_name,
    import_scheduler,
    noise_schedule_named,
    parse_scheduler,
    steps_for_denoise,
)


@pytest.mark.parametrize(
    ("text", "sampler", "schedule"),
    [
        ("karras", None, "karras"),
        ("SGM Uniform", None, "sgm_uniform"),
        ("ddim_uniform", None, "ddim_uniform"),
        ("euler ddim_uniform", "euler", "ddim_uniform"),
        ("dpmpp_2m_sde_gpu karras", "dpmpp_2m_sde", "karras"),
        ("DPM++ 2M Automatic", "dpmpp_2m", "karras"),
        ("Euler a Automatic", "euler_ancestral", "normal"),
        ("Automatic", None, "normal"),
        ("DPM++ 2M SDE Polyexponential", "dpmpp_2m_sde", "exponential"),
        ("DPM++ 2M Beta", "dpmpp_2m", "beta"),
        ("dpmpp_2m", "dpmpp_2m", None),
        ("dpmpp_2m karras", "dpmpp_2m", "karras"),
        ("DPM++ 2M Karras", "dpmpp_2m", "karras"),
        ("DPM++ 2M", "dpmpp_2m", None),
        ("DPM++ 2M SDE Heun Exponential", "dpmpp_2m_sde_heun", "exponential"),
        ("Euler a", "euler_ancestral", None),
        ("euler+simple", "euler", "simple"),
        ("euler/karras", "euler", "karras"),
        ("DPMSolverMultistep", "dpmpp_2m", None),
        ("DPMSolverMultistepScheduler", "dpmpp_2m", None),
        ("EulerAncestralDiscreteScheduler", "euler_ancestral", None),
        ("EulerDiscrete", "euler", None),
        ("LMSDiscrete", "lms", None),
        ("PNDM", "pndm", None),
        ("PLMS", "pndm", None),
        ("DDIM", "ddim", None),
        ("DDIMScheduler", "ddim", None),
        ("ddim ddim_uniform", "ddim", "ddim_uniform"),
        ("uni_pc_bh2/sgm_uniform", "uni_pc_bh2", "sgm_uniform"),
        ("HeunDiscreteScheduler", "heun", None),
        ("KDPM2AncestralDiscreteScheduler", "dpm_2_ancestral", None),
        ("UniPCMultistepScheduler", "uni_pc", None),
        ("LCMScheduler", "lcm", None),
    ],
)
def test_names_of_three_worlds(text: str, sampler: str | None, schedule: str | None) -> None:
    assert parse_scheduler(text) == (sampler, schedule)


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("schedule", NOISE_SCHEDULES)
def test_every_pair_is_found_again_by_its_a1111_name(sampler: str, schedule: str) -> None:
    choice = import_scheduler(a1111_name(sampler, schedule), "a1111")
    assert choice.sampler == sampler
    assert choice.noise_schedule == (None if schedule == "default" else schedule)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_label_and_id_names_its_sampler(sampler: str) -> None:
    entry = SAMPLERS[sampler]
    for name in (entry.id, entry.label, *entry.a1111, *entry.apple):
        assert parse_scheduler(name)[0] == sampler


@pytest.mark.parametrize("sampler", [*SAMPLERS, *NEAREST, *ON_THE_GPU])
@pytest.mark.parametrize("schedule", [name for name in NOISE_SCHEDULES if name != "default"])
def test_comfyuis_names_are_each_themselves(sampler: str, schedule: str) -> None:
    choice = import_scheduler(f"{sampler} {schedule}")
    assert choice.noise_schedule == schedule
    assert choice.sampler == ON_THE_GPU.get(sampler, NEAREST.get(sampler, sampler))


def test_a1111s_beta_and_kl_optimal_are_its_own() -> None:
    for name, theirs, ours in (
        ("Beta", "beta_a1111", "beta"),
        ("KL Optimal", "kl_optimal_a1111", "kl_optimal"),
    ):
        assert noise_schedule_named(name, world="a1111") == theirs
        assert noise_schedule_named(name) == ours


def test_noise_schedules_are_found_by_every_name() -> None:
    assert noise_schedule_named("ddim") == "ddim_uniform"
    assert noise_schedule_named("SGM Uniform") == "sgm_uniform"
    assert noise_schedule_named("Automatic", "dpmpp_sde") == "karras"
    with pytest.raises(BadInput, match=r"did you mean karras"):
        noise_schedule_named("karas")
    with pytest.raises(BadInput, match="choose one of default"):
        noise_schedule_named("")


def test_unknown_names_bring_a_suggestion() -> None:
    with pytest.raises(BadInput, match=r"did you mean .*karras"):
        parse_scheduler("karas")
    with pytest.raises(BadInput, match="for example euler"):
        parse_scheduler("")
    with pytest.raises(BadInput):
        parse_scheduler("DDIM CFG++")


@pytest.mark.parametrize("name", NEAREST)
def test_samplers_without_equal_are_imported_with_a_notice(name: str) -> None:
    choice = import_scheduler(f"{name} karras")
    assert choice.sampler in SAMPLERS
    assert choice.noise_schedule == "karras"
    assert name in str(choice.notice)
    with pytest.raises(BadInput, match="nearest"):
        parse_scheduler(name)


@given(steps=st.integers(1, 200), denoise=st.floats(0.01, 1.0))
def test_denoise_runs_exactly_the_steps_asked_for(steps: int, denoise: float) -> None:
    planned, strength = steps_for_denoise(steps, denoise)
    assert planned == int(steps / denoise)
    assert int(planned * strength) == steps
    assert 0 < strength <= 1


@pytest.mark.parametrize("denoise", [0.0, -1.0, 1.01, float("nan")])
def test_impossible_denoise_is_refused(denoise: float) -> None:
    with pytest.raises(BadInput):
        steps_for_denoise(20, denoise)
