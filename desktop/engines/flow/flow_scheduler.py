"""Flow-matching scheduler with ComfyUI's solvers, inside diffusers' stock pipelines.

The formulas are those of k-diffusion and of ComfyUI's comfy/k_diffusion/sampling.py for flow
matching, where a sample is (1 - sigma) * picture + sigma * noise and the model predicts the
velocity, noise - picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import msgspec
import torch
from diffusers.schedulers.scheduling_flow_match_euler_discrete import (
    FlowMatchEulerDiscreteScheduler,
)

from desktop.core.sampling.sigmas import Sigmas


class Kept(msgspec.Struct, frozen=True):
    """Unmasked content: a clean latent and its mask, 0 where kept, in the sampler's layout."""

    clean: torch.Tensor
    region: torch.Tensor


class FlowScheduler(FlowMatchEulerDiscreteScheduler):
    """Scheduler that runs `levels` (falling, the last 0) by the solver called `sampler`.

    A pipeline's own steps, sigmas and shift are ignored. `noise` generates the noise of ancestral
    samplers: called with a sample, it returns noise like it.
    """

    def __init__(
        self,
        levels: Sigmas,
        sampler: str,
        noise: Callable[[torch.Tensor], torch.Tensor] = torch.randn_like,
        kept: Kept | None = None,
    ) -> None:
        super().__init__()
        self._planned, self._solve = levels, _SOLVERS[sampler]
        self._noise, self._kept = noise, kept
        self.order = 2 if sampler == "heun" else 1
        self._seen: torch.Tensor | None = None
        self.set_timesteps()

    def set_timesteps(
        self,
        num_inference_steps: int | None = None,
        device: Any = None,
        sigmas: Any = None,
        mu: float | None = None,
        timesteps: Any = None,
    ) -> None:
        """Plan `levels` anew, ignoring all the pipeline's arguments but its device."""
        del num_inference_steps, sigmas, mu, timesteps
        levels = torch.tensor(self._planned, dtype=torch.float32)
        calls = levels[:-1]
        if self.order == 2:  # each step looks ahead to its end, but for the last
            calls = torch.cat([calls[:1], calls[1:].repeat_interleave(2)])
        self.sigmas = levels
        self.timesteps = (calls * 1000).to(device)
        self.num_inference_steps = len(self.timesteps)
        self._call, self._seen = 0, None
        self.memory = SolverMemory()

    def set_begin_index(self, begin_index: int = 0) -> None:
        """Do nothing: the run always begins at the first level."""
        del begin_index

    def step(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        model_output: torch.Tensor,
        timestep: Any,
        sample: torch.Tensor,
        return_dict: bool = True,
        **_: Any,
    ) -> Any:
        """Return the next sample, see diffusers' schedulers; float32 from the first step on."""
        del timestep, return_dict
        sample, velocity = sample.float(), model_output.float()
        place, ahead = divmod(self._call, self.order)
        sigma = float(self.sigmas[place + ahead])
        denoised = sample - sigma * velocity
        if self._kept is not None:
            clean, region = (part.to(sample) for part in (self._kept.clean, self._kept.region))
            denoised = region * denoised + (1 - region) * clean
        self._seen = denoised
        self._call += 1
        now, following = float(self.sigmas[place]), float(self.sigmas[place + 1])
        moved = self._solve(self.memory, sample, denoised, now, following, self._noise)
        return (moved,)

    def denoised(self) -> torch.Tensor | None:
        """Return the denoised estimate after the last step, in the sampler's layout."""
        return self._seen


class SolverMemory:
    """State of a solver between steps."""

    def __init__(self) -> None:
        self.denoised: torch.Tensor | None = None
        self.sigma = 0.0
        self.began: tuple[torch.Tensor, torch.Tensor] | None = None
        """Sample and slope at the beginning of Heun's step, during its lookahead."""


Noise = Callable[[torch.Tensor], torch.Tensor]


def _euler(
    memory: SolverMemory, x: torch.Tensor, denoised: torch.Tensor, now: float, to: float, _: Noise
) -> torch.Tensor:
    del memory
    return x + (x - denoised) / now * (to - now)


def _heun(
    memory: SolverMemory, x: torch.Tensor, denoised: torch.Tensor, now: float, to: float, _: Noise
) -> torch.Tensor:
    if memory.began is None:
        slope = (x - denoised) / now
        if to > 0:
            memory.began = (x, slope)
        return x + slope * (to - now)
    begin, slope = memory.began
    memory.began = None
    return begin + (slope + (x - denoised) / to) / 2 * (to - now)


def _dpmpp_2m(
    memory: SolverMemory, x: torch.Tensor, denoised: torch.Tensor, now: float, to: float, _: Noise
) -> torch.Tensor:
    estimate, before, sigma = denoised, memory.denoised, memory.sigma
    memory.denoised, memory.sigma = denoised, now
    if to == 0:
        return denoised
    step = math.log(now / to)
    if before is not None:
        ratio = math.log(sigma / now) / step
        estimate = (1 + 1 / (2 * ratio)) * denoised - 1 / (2 * ratio) * before
    return to / now * x - math.expm1(-step) * estimate


def _res_multistep(
    memory: SolverMemory, x: torch.Tensor, denoised: torch.Tensor, now: float, to: float, _: Noise
) -> torch.Tensor:
    before, sigma = memory.denoised, memory.sigma
    memory.denoised, memory.sigma = denoised, now
    if to == 0 or before is None:
        return x + (x - denoised) / now * (to - now)
    step = math.log(now / to)
    ratio = math.log(now / sigma) / step  # of the last step to this one, negative
    first = math.expm1(-step) / -step
    second = (first - 1) / -step
    mine, last = first - second / ratio, second / ratio
    return math.exp(-step) * x + step * (mine * denoised + last * before)


def _euler_ancestral(
    memory: SolverMemory,
    x: torch.Tensor,
    denoised: torch.Tensor,
    now: float,
    to: float,
    noise: Noise,
) -> torch.Tensor:
    del memory
    if to == 0:
        return denoised
    down = to * (1 + (to / now - 1))
    share = down / now
    moved = share * x + (1 - share) * denoised
    scale = (1 - to) / (1 - down)
    amount = max(to**2 - down**2 * scale**2, 0.0) ** 0.5
    return scale * moved + amount * noise(x)


_SOLVERS = {
    "euler": _euler,
    "heun": _heun,
    "dpmpp_2m": _dpmpp_2m,
    "res_multistep": _res_multistep,
    "euler_ancestral": _euler_ancestral,
}
