"""Runs a solver of ours where diffusers' pipelines want a scheduler."""

# ruff: noqa: ARG002  (the signatures are those of diffusers' schedulers)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler

# diffusers says of the shape only that it is a tuple
from diffusers.utils.torch_utils import randn_tensor  # pyright: ignore[reportUnknownVariableType]

from .solvers import SOLVERS, Run, levels_asked


class SolverScheduler(EulerDiscreteScheduler):
    """diffusers' Euler scheduler with the steps of `solver` (a key of SOLVERS) in place of its own.

    A step that needs several evaluations has several timesteps, as diffusers' own Heun has.
    `step_noise` draws the noise of each step in float32; None: the pipeline's generator does.
    """

    solver = "euler_ancestral"
    step_noise: Callable[[tuple[int, ...]], torch.Tensor] | None = None
    planned: Any = None
    sigmas: torch.Tensor
    _call = 0
    _run: Run | None = None
    _asked: tuple[float, ...] = ()

    def set_timesteps(self, *args: Any, device: Any = None, **kwargs: Any) -> None:
        """Plan the levels as the class does, and a timestep for each evaluation between them."""
        super().set_timesteps(*args, device=device, **kwargs)
        if self.planned is not None and self.planned[-1] > 0:
            self.sigmas[-1] = float(self.planned[-1])
        levels = [float(level) for level in self.sigmas]
        own = dict(zip(levels, map(float, self.timesteps.cpu()), strict=False))
        asked = levels_asked(SOLVERS[self.solver], levels)
        logarithms = np.log(np.asarray(((1 - self.alphas_cumprod) / self.alphas_cumprod) ** 0.5))
        times = [
            own[level] if level in own else float(self._sigma_to_t(np.array(level), logarithms))
            for level in asked
        ]
        steps = len(levels) - 1
        self.order = -(-len(asked) // steps)
        self._asked = tuple(asked)
        self.timesteps = torch.tensor(times, dtype=torch.float32, device=device)
        self._run, self._call = None, 0

    def set_begin_index(self, begin_index: int = 0) -> None:
        """Begin at evaluation `begin_index`."""
        super().set_begin_index(begin_index)
        self._run, self._call = None, begin_index

    def scale_model_input(self, sample: torch.Tensor, timestep: Any) -> torch.Tensor:
        """`sample` at unit variance, for the evaluation that comes next."""
        level = self._asked[min(self._call, len(self._asked) - 1)]
        return sample / (level * level + 1) ** 0.5

    def add_noise(
        self, original_samples: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """`original_samples` with the noise of the evaluation that comes next."""
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
        """The latent at which the next evaluation is wanted, as a tuple of one."""
        taken = sample.float()
        level = self._asked[self._call]

        def draw(like: torch.Tensor) -> torch.Tensor:
            shape = tuple(like.shape)
            if self.step_noise is not None:
                return self.step_noise(shape).to(like.device)
            return randn_tensor(shape, generator, like.device, torch.float32)

        if self._run is None:
            start = self._call // int(self.order)
            levels = [float(value) for value in self.sigmas[start:]]
            self._run = SOLVERS[self.solver](taken, levels, draw)
            next(self._run)
        try:
            following, _ = self._run.send((self._denoised(model_output, taken, level), taken))
        except StopIteration as end:
            following = end.value
            self._run = None
        self._call += 1
        return (following.to(sample.dtype),)

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
