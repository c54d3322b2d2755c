"""Runs Easel's schedulers on the toy model as a pipeline runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from desktop.engines.sampling.schedulers import make_scheduler, planned_steps
from desktop.engines.sampling.solvers.table import is_cfg_pp

from .toy_model import GUIDANCE, SHAPE, estimates, guided, noises, start

CONFIG = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "timestep_spacing": "leading",
}


def numbers(name: str) -> dict[str, Any]:
    """The numbers that another program gave, from `numbers/`."""
    path = Path(__file__).parent / "numbers" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))


def ends(sampler: str, schedule: str, steps: int, begin: int = 0) -> tuple[int, torch.Tensor]:
    """The evaluations, and the latent (x0 + sigma * noise) that the run ends at."""
    scheduler = make_scheduler(sampler, schedule, steps, CONFIG)
    scheduler.set_timesteps(planned_steps(scheduler, steps))
    draws = noises()
    scheduler.step_noise = lambda _: next(draws)
    scheduler.guidance = GUIDANCE
    order = int(scheduler.order)
    if begin:
        scheduler.set_begin_index(begin * order)
    levels = list(dict.fromkeys(scheduler.sigmas.tolist()))
    scaled = scheduler.sampler.space != "sigma"
    x = start(levels[begin])
    if scaled:
        x = x / (levels[begin] ** 2 + 1) ** 0.5
    count = 0
    for timestep in scheduler.timesteps[begin * order :]:
        if getattr(scheduler, "finished", False):
            break
        level = float(scheduler._sigma_now(timestep))
        scheduler.scale_model_input(x, timestep)
        x = _stepped(scheduler, x, timestep, level, scaled=scaled)
        count += 1
    return count, x


def _stepped(
    scheduler: Any, x: torch.Tensor, timestep: Any, level: float, *, scaled: bool
) -> torch.Tensor:
    whole = x * (level**2 + 1) ** 0.5 if scaled else x
    if is_cfg_pp(scheduler.solver or ""):
        wanted, plain = estimates(whole, level)
        scheduler.halves = torch.cat([(whole - plain) / level, (whole - wanted) / level])
    output = (whole - guided(whole, level)) / level
    return scheduler.step(output, timestep, x, return_dict=False)[0]


def cases(kind: str = "values") -> Iterator[tuple[str, str, int, int, torch.Tensor]]:
    """(sampler, schedule, first step, evaluations, latent) of each of ComfyUI's runs."""
    for key, (calls, *end) in numbers("comfyui_samplers")[kind].items():
        sampler, schedule, begin = key.split()
        yield sampler, schedule, int(begin), calls, torch.tensor(end).view(SHAPE)


def off_by(found: torch.Tensor, wanted: torch.Tensor) -> float:
    """The greatest difference, as a share of the greatest value (or of 1)."""
    return float((found - wanted).abs().max()) / max(float(wanted.abs().max()), 1.0)
