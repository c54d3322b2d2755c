"""Adapter of a solver to the scheduler interface of diffusers' pipelines."""

# ruff: noqa: ARG002  (the signatures are those of diffusers' schedulers)
from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler

# diffusers says of the shape only that it is a tuple
from diffusers.utils.torch_utils import randn_tensor  # pyright: ignore[reportUnknownVariableType]

from desktop.core.errors import EaselError
from desktop.core.sampling.sigmas import sigma_at

from .protocol import AnyRun
from .table import SELF_PACED, SOLVERS, WITH_WINDOW, is_cfg_pp, levels_asked


class SolverScheduler(EulerDiscreteScheduler):
    """diffusers' Euler scheduler with the steps of `solver` (a key of SOLVERS).

    A step of several evaluations has several timesteps, as in diffusers' own Heun. A solver of
    SELF_PACED writes the timestep of each evaluation while it runs, over a list that is long
    enough, and sets `finished` when a pipeline may skip the rest. `step_noise` generates the noise
    of each step in float32; None: the pipeline's generator does.
    """

    solver = "euler_ancestral"
    step_noise: Callable[[tuple[int, ...]], torch.Tensor] | None = None
    planned: Any = None
    sigmas: torch.Tensor
    guidance = 1.0
    """Guidance scale of a CFG++ solver's estimates."""
    halves: torch.Tensor | None = None
    """The UNet's last output, without and with the prompt, (2, C, h, w); for CFG++ only."""
    finished = False
    _call = _first = 0
    _run: AnyRun | None = None
    _asked: Sequence[float] = ()

    @property
    def paces_itself(self) -> bool:
        """Whether the evaluations are determined only during the run."""
        return self.solver in SELF_PACED

    @property
    def share_done(self) -> float:
        """Finished fraction of the run, 0..1, of a self-paced solver."""
        run = len(self.timesteps) - self._first
        if self.solver != "dpm_adaptive" or not self._asked:
            return (self._call - self._first) / max(run, 1)
        first, low = self._asked[self._first], float(self.sigmas[-2])
        return math.log(first / max(self._asked[-1], low)) / max(math.log(first / low), 1e-9)

    def set_timesteps(self, *args: Any, device: Any = None, **kwargs: Any) -> None:
        """Plan the sigmas as the class does, and a timestep for each evaluation between them."""
        super().set_timesteps(*args, device=device, **kwargs)
        if self.planned is not None and self.planned[-1] > 0:
            self.sigmas[-1] = float(self.planned[-1])
        levels = [float(level) for level in self.sigmas]
        self._own_times = dict(zip(levels, map(float, self.timesteps.cpu()), strict=False))
        steps = len(levels) - 1
        if self.paces_itself:
            self.order = SELF_PACED[self.solver]
            times = [self._time_of(levels[0])] * (steps * int(self.order))
            self._asked = [levels[0]]
        else:
            self._asked = levels_asked(self.solver, levels)
            self.order = -(-len(self._asked) // steps)
            times = [self._time_of(level) for level in self._asked]
        self.timesteps = torch.tensor(times, dtype=torch.float32, device=device)
        self._run, self._call, self._first, self.finished = None, 0, 0, False

    def set_begin_index(self, begin_index: int = 0) -> None:
        """Begin at evaluation `begin_index`."""
        super().set_begin_index(begin_index)
        self._run, self._call, self.finished = None, begin_index, False
        self._first = begin_index
        if self.paces_itself:
            first = float(self.sigmas[begin_index // int(self.order)])
            self._asked = [first] * (begin_index + 1)
            self.timesteps[begin_index] = self._time_of(first)

    def scale_model_input(self, sample: torch.Tensor, timestep: Any) -> torch.Tensor:
        """Return `sample` at unit variance, for the next evaluation."""
        level = self._asked[min(self._call, len(self._asked) - 1)]
        return sample / (level * level + 1) ** 0.5

    def add_noise(
        self, original_samples: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """Return `original_samples` with the noise of the next evaluation."""
        level = self._asked[self._call] if self._call < len(self._asked) else 0.0
        return original_samples + noise * level

    def step(  # pyright: ignore[reportIncompatibleMethodOverride]  # Euler's churn is no part of it
        self,
        model_output: torch.Tensor,
        timestep: Any,
        sample: torch.Tensor,
        generator: torch.Generator | None = None,
        return_dict: bool = True,
    ) -> Any:
        """Return the latent for the next evaluation, as a tuple of one."""
        taken = sample.float()
        level = self._asked[self._call]
        if self._run is None:
            self._run = self._begun(taken, generator)
        sent = (self._denoised(model_output, taken, level), taken)
        if is_cfg_pp(self.solver):
            sent = self._both(taken, level)
        self._call += 1
        try:
            following, next_level = self._run.send(sent)
            if self.paces_itself:
                self._ask(next_level)
        except StopIteration as end:
            following = end.value
            self._run, self.finished = None, True
        return (following.to(sample.dtype),)

    def _begun(self, taken: torch.Tensor, generator: torch.Generator | None) -> AnyRun:
        """Return the solver, advanced to its first evaluation."""

        def draw(like: torch.Tensor) -> torch.Tensor:
            shape = tuple(like.shape)
            if self.step_noise is not None:
                return self.step_noise(shape).to(like.device)
            return randn_tensor(shape, generator, like.device, torch.float32)

        start = self._call // int(self.order)
        levels = [float(value) for value in self.sigmas[start:]]
        solve: Any = SOLVERS[self.solver]
        if self.solver in WITH_WINDOW:
            solve = functools.partial(solve, window=self._window())
        run: AnyRun = solve(taken, levels, draw)
        next(run)
        return run

    def _ask(self, level: float) -> None:
        """Record that the next evaluation is at sigma `level`."""
        if self._call >= len(self.timesteps):
            raise EaselError(
                "The sampler found no steps that are short enough: choose another one, or a lower "
                "guidance."
            )
        self._asked = [*self._asked, level]
        self.timesteps[self._call] = self._time_of(level)

    def _window(self) -> tuple[float, float]:
        """Return SA-Solver's stochastic sigma range: 20 % to 80 % of the training timesteps."""
        table = np.asarray(((1 - self.alphas_cumprod) / self.alphas_cumprod) ** 0.5, np.float64)
        last = len(table) - 1
        return sigma_at(0.8 * last, table), sigma_at(0.2 * last, table)

    def _time_of(self, level: float) -> float:
        if level in self._own_times:
            return self._own_times[level]
        logarithms = np.log(np.asarray(((1 - self.alphas_cumprod) / self.alphas_cumprod) ** 0.5))
        return float(self._sigma_to_t(np.array(level), logarithms))

    def _both(self, sample: torch.Tensor, level: float) -> tuple[torch.Tensor, ...]:
        """Return the guided estimate, `sample`, and the unconditional estimate."""
        if self.halves is None:
            raise EaselError("This model takes no guidance, which this sampler needs.")
        plain, wanted = (self._denoised(half, sample, level) for half in self.halves.chunk(2))
        return plain + self.guidance * (wanted - plain), sample, plain

    def _denoised(self, output: torch.Tensor, sample: torch.Tensor, level: float) -> torch.Tensor:
        output = output.float()
        kind = self.config["prediction_type"]
        if kind == "epsilon":
            return sample - level * output
        if kind == "v_prediction":
            scale = level * level + 1
            return sample / scale - output * (level / scale**0.5)
        return output

    def _sigma_now(self, timestep: Any) -> float:
        return self._asked[min(self._call, len(self._asked) - 1)]
