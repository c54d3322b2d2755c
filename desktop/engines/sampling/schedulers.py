"""Patch diffusers' schedulers to use the sigmas of core.sigmas and to expose the x0 estimate.

A diffusers class is subclassed on the fly: the subclass overrides diffusers' own Karras hook with
the planned sigmas, so that each class keeps its own bookkeeping (Heun's doubled points, KDPM2's
interpolated ones), and stores the last step's input for previews.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import diffusers
import numpy as np
import torch

from desktop.core.errors import BadInput
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS, Sampler, sampler_as_run
from desktop.core.sampling.sigmas import Sigmas, nearest_timestep, sigmas_for, table_of

from .coefficient_table import keep_tables
from .solvers.solver_scheduler import SolverScheduler

if TYPE_CHECKING:

    class _Scheduler:
        """Members of the diffusers class that the mixins use."""

        config: Any
        alphas_cumprod: torch.Tensor
        sigmas: torch.Tensor
        sigmas_interpol: torch.Tensor
        timesteps: torch.Tensor
        step_index: int | None
        begin_index: int | None

        @property
        def init_noise_sigma(self) -> float: ...
        def add_noise(
            self, original_samples: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
        ) -> torch.Tensor: ...
        def set_begin_index(self, begin_index: int) -> None: ...
        def set_timesteps(self, *args: Any, **kwargs: Any) -> None: ...
        def _convert_to_karras(self, in_sigmas: Any, *args: Any, **kwargs: Any) -> Any: ...
        def _sigma_to_t(self, sigma: Any, log_sigmas: Any) -> Any: ...
        def _sigma_now(self, timestep: Any) -> float: ...
else:
    _Scheduler = object


class PlannedScheduler(_Scheduler):
    """Mixin before a diffusers scheduler class.

    `planned` holds the sigmas (n + 1 values, the last 0), or None for the class's own; `noise`
    replaces a pipeline's own noise for a starting image.
    """

    planned: Sigmas | None = None
    noise: torch.Tensor | None = None
    sampler: Sampler
    _seen: tuple[torch.Tensor, torch.Tensor, float] | None = None
    _levels: Sigmas | None = None
    _ready = False
    """False during construction, when some classes plan all training steps needlessly."""

    def set_timesteps(
        self, num_inference_steps: int | None = None, device: Any = None, *rest: Any, **more: Any
    ) -> None:
        """Plan as the class does, then start counting at 0: rounded timesteps may occur twice.

        The tables are computed on the CPU, whose `lerp` handles the infinite logarithm of sigma 0:
        MPS returns NaN. Only the timesteps go to `device`.
        """
        if rest:  # some classes plan while they are constructed, with all they have
            super().set_timesteps(num_inference_steps, "cpu", *rest)
        else:
            super().set_timesteps(num_inference_steps, device="cpu", **more)
        self._seen = None
        if self.planned is not None and self.planned[-1] > 0 and hasattr(self, "sigmas"):
            self.sigmas[self.sigmas == 0] = float(self.planned[-1])
        keep_tables(self)
        if device is not None:
            self.timesteps = self.timesteps.to(device)
        if hasattr(self, "set_begin_index"):
            self.set_begin_index(0)

    def add_noise(
        self, original_samples: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """Add noise as the class does, using the picture's own noise if set."""
        if self.noise is not None:
            noise = self.noise.to(noise.device, noise.dtype)
        return super().add_noise(original_samples, noise, timesteps)

    def denoised(self) -> torch.Tensor | None:
        """Return the denoised estimate after the last step, model space, float32."""
        if self._seen is None:
            return None
        output, sample, sigma = self._seen
        output, sample = output.float(), sample.float()
        alpha = (1 + sigma * sigma) ** -0.5
        if self.sampler.space == "sigma":
            sample = sample * alpha
        kind = self.config.prediction_type
        if kind == "sample":
            return output
        if kind == "v_prediction":
            return alpha * sample - sigma * alpha * output
        return (sample - sigma * alpha * output) / alpha

    def _convert_to_karras(self, in_sigmas: Any, *rest: Any, **more: Any) -> Any:
        if self.planned is None:
            return super()._convert_to_karras(in_sigmas, *rest, **more)
        return np.array(self.planned[:-1])

    def _sigma_to_t(self, sigma: Any, log_sigmas: Any) -> Any:
        if not self._ready:
            return np.zeros(())
        # MPS has no float64, and some classes keep the type they get.
        if self.planned is None:
            own = super()._sigma_to_t(sigma, log_sigmas)
            return np.asarray(own, dtype=np.float32)
        return np.array(nearest_timestep(float(sigma), self._table()), dtype=np.float32)

    def _table(self) -> Sigmas:
        if self._levels is None:
            self._levels = table_of(self.alphas_cumprod.numpy().astype(np.float64))
        return self._levels

    def _note(self, output: torch.Tensor, timestep: Any, sample: torch.Tensor) -> None:
        self._seen = (output, sample, self._sigma_now(timestep))

    def _sigma_now(self, timestep: Any) -> float:
        if self.sampler.solver:
            return super()._sigma_now(timestep)
        if self.sampler.space == "discrete":
            alpha = float(self.alphas_cumprod[int(timestep)])
            return ((1 - alpha) / alpha) ** 0.5
        index = self.step_index
        if index is None:
            index = self.begin_index or 0
        if not getattr(self, "state_in_first_order", True) and hasattr(self, "sigmas_interpol"):
            between = index - 1 if hasattr(self, "sigmas_up") else index
            return float(self.sigmas_interpol[between])
        return float(self.sigmas[index])


_Planned = PlannedScheduler if TYPE_CHECKING else object


class _SigmaSpace(_Planned):
    """Mixin for classes whose latents grow with sigma: the scale of the initial noise."""

    @property
    def init_noise_sigma(self) -> float:
        """ComfyUI's scale of the initial noise: sqrt(1 + sigma^2) only from the highest sigma."""
        planned = self.planned
        if planned is None:
            return super().init_noise_sigma
        first = float(planned[0])
        full = first >= float(self._table()[-1]) * (1 - 1e-5)
        return (first * first + 1) ** 0.5 if full else first


def make_scheduler(
    sampler_id: str,
    noise_schedule: str,
    steps: int,
    config: Mapping[str, Any],
    *,
    xl: bool = False,
) -> Any:
    """Return a diffusers scheduler for `steps` steps, from the model's own scheduler config.

    `xl` marks a model of SDXL's family, which has its own noise schedules.

    `noise_schedule` "default" keeps the config's; samplers with `own_schedule` always do.
    `planned_steps(scheduler, steps)` is the number of steps that will run. Raises BadInput for
    names that core.samplers does not have.
    """
    sampler = SAMPLERS.get(sampler_id)
    if sampler is None or noise_schedule not in NOISE_SCHEDULES:
        raise BadInput(
            "There is no sampler {sampler_id} with the schedule {noise_schedule}.",
            sampler_id=sampler_id,
            noise_schedule=noise_schedule,
        )
    if steps < 1:
        raise BadInput("A picture needs at least one step.")
    if sampler.own_schedule:
        noise_schedule = "default"
    sampler = sampler_as_run(sampler, noise_schedule)
    cls = _planned_class("" if sampler.solver else sampler.diffusers)
    scheduler = cls.from_config(_clean(config), **_settings(cls, sampler, noise_schedule, steps))
    scheduler.sampler = sampler
    scheduler.solver = sampler.solver
    scheduler._ready = True
    if float(scheduler.alphas_cumprod[-1]) == 0:
        # Noise alone (zero terminal SNR) has no finite level; diffusers' Euler takes this one.
        scheduler.alphas_cumprod[-1] = 2**-24
    if noise_schedule != "default":
        levels = sigmas_for(
            noise_schedule,
            steps,
            scheduler._table(),
            discard_penultimate=sampler.discard_penultimate,
            xl=xl,
        )
        scheduler.planned = levels
    return scheduler


def planned_steps(scheduler: Any, steps: int) -> int:
    """Return the number of steps that the scheduler will plan for the requested `steps`."""
    return steps if scheduler.planned is None else len(scheduler.planned) - 1


def _settings(cls: Any, sampler: Sampler, schedule: str, steps: int) -> dict[str, Any]:
    known = inspect.signature(cls.__init__).parameters
    settings: dict[str, Any] = dict(sampler.kwargs)
    if schedule != "default":
        settings |= {
            "use_karras_sigmas": True,
            "use_exponential_sigmas": False,
            "use_beta_sigmas": False,
            "use_lu_lambdas": False,
            "use_flow_sigmas": False,
            "interpolation_type": "linear",
            "final_sigmas_type": "zero",
            "timestep_type": "discrete",
        }
    elif steps == 1:
        # "linspace" plans a single step from the lowest noise level, which draws nothing.
        settings["timestep_spacing"] = "trailing"
    return {key: value for key, value in settings.items() if key in known}


def _clean(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the model's settings that any class accepts, without those of its solver."""
    own = {"solver_order", "solver_type", "algorithm_type", "solver_p", "predict_x0"}
    return {key: value for key, value in config.items() if key not in own}


@functools.lru_cache(maxsize=32)
def _planned_class(name: str) -> Any:
    base: Any = getattr(diffusers, name) if name else SolverScheduler

    @functools.wraps(base.step)
    def step(self: Any, model_output: Any, timestep: Any, sample: Any, *rest: Any, **more: Any):
        self._note(model_output, timestep, sample)
        return base.step(self, model_output, timestep, sample, *rest, **more)

    extra: list[type] = []
    if isinstance(inspect.getattr_static(base, "init_noise_sigma", None), property):
        extra.append(_SigmaSpace)
    bases = (PlannedScheduler, *extra, base)
    members = {"step": step, "__init__": base.__init__, "_class_name": name}
    return type(f"Planned{name}", bases, members)
