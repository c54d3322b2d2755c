"""One run of a stock pipeline, from noise, a picture, or inside a mask, to a latent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import torch
from PIL import Image

from desktop.core.prompts.prompt_schedule import Sampling
from desktop.core.request import GenerationRequest
from desktop.core.sampling.partial_steps import partial_steps
from desktop.engines.conditioning.controlnet_inputs import ControlNetInput
from desktop.engines.conditioning.input_pictures import Start
from desktop.engines.conditioning.prompt_plan import PromptPlan, follow
from desktop.engines.torch.loading import PipelineParts
from desktop.models.families.known_families import family_named

from .both_halves import keep_halves
from .noise import PhiloxNoise, generator_for, noise_of
from .pipelines import Pipelines, Role
from .schedulers import make_scheduler, planned_steps
from .step_reporter import StepReporter
from .vae_codec import ForwardPreHook, VaeCodec


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """Start of one run: `latent` (1, 4, h, w) in model space, or None for noise alone."""

    width: int
    height: int
    steps: int
    strength: float = 1.0
    latent: torch.Tensor | None = None
    start: Start | None = None
    references: tuple[Image.Image, ...] = ()
    """Reference images of an editing model, in RGB."""

    @property
    def role(self) -> Role:
        """Role of the pipeline that runs the pass."""
        if self.start is not None and self.start.region is not None:
            return "inpaint"
        return "text" if self.latent is None else "image"


class PassRunner:
    """Runner of one request's passes on one model's pipelines."""

    def __init__(
        self,
        pipelines: Pipelines,
        codec: VaeCodec,
        parts: PipelineParts,
        plan: Callable[[GenerationRequest, Sampling], PromptPlan | None],
    ) -> None:
        self._pipelines, self._codec, self._plan = pipelines, codec, plan
        self._unet, self._config = parts.unet, parts.scheduler_config
        self._xl = family_named(parts.family).two_encoders

    def steps_of(self, request: GenerationRequest, run: Pass) -> int:
        """Return the number of steps that the pass will run. Raises BadInput if none."""
        _, _, steps, _ = self._schedule(request, run)
        return steps

    @torch.inference_mode()
    def run(
        self,
        request: GenerationRequest,
        index: int,
        run: Pass,
        guidance: Mapping[str, Any],
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> torch.Tensor:
        """Return the finished latent (1, 4, h, w) of picture `index`, model space."""
        scheduler, planned, steps, strength = self._schedule(request, run)
        generator = generator_for(request.seed_of(index))
        scale = self._codec.scale
        shape = (1, 4, run.height // scale, run.width // scale)
        noise = noise_of(request, index, shape, generator)
        scheduler.noise = noise
        if request.rng == "nvidia":
            scheduler.step_noise = PhiloxNoise(request.seed_of(index))
        pipeline = self._pipelines.get(run.role, control.nets if control else ())
        pipeline.scheduler = scheduler
        device, dtype = pipeline.device, self._unet.dtype
        arguments: dict[str, Any] = {**guidance}
        if run.role == "text":
            arguments |= {"latents": noise.to(device, dtype)}
        else:
            arguments |= {"strength": strength}
        if run.role == "image":
            arguments |= {"image": _there(run.latent).to(device, dtype)}
        if run.role == "inpaint" and control:
            # This pipeline takes no latents, so it encodes the picture itself.
            pipeline.vae = self._codec.vae.to(dtype)
            arguments |= self._masked(run)
        elif run.role == "inpaint":
            arguments |= self._inpaint_arguments(run, noise, strength, device, dtype)
        if run.role != "image":
            arguments |= {"height": run.height, "width": run.width}
        if control:
            arguments |= control.arguments(run.role, run.width, run.height)
        reporter.begin(scheduler, steps)
        halves = keep_halves(self._unet, scheduler, request)
        plan = None if control else self._plan(request, _sampling(request, run, scheduler))
        with ForwardPreHook(self._unet, reporter.check), halves, follow(self._unet, plan):
            return pipeline(
                **arguments,
                num_inference_steps=planned,
                generator=generator,
                output_type="latent",
                return_dict=False,
                callback_on_step_end=reporter.step_done,
            )[0]

    def _inpaint_arguments(
        self,
        run: Pass,
        noise: torch.Tensor,
        strength: float,
        device: torch.device,
        dtype: torch.dtype,
    ) -> dict[str, Any]:
        start = run.start
        assert start is not None
        assert start.region is not None
        hidden = start.pixels * (start.region < 0.5)
        return {
            "image": _there(run.latent).to(device, dtype),
            "mask_image": start.region,
            "masked_image_latents": self._codec.encode(hidden).to(device, dtype),
            "latents": noise.to(device, dtype) if strength == 1 else None,
        }

    def _masked(self, run: Pass) -> dict[str, Any]:
        assert run.start is not None
        return {"image": (run.start.pixels + 1) / 2, "mask_image": run.start.region}

    def _schedule(self, request: GenerationRequest, run: Pass) -> tuple[Any, int, int, float]:
        """Return scheduler, planned and actual steps, and diffusers' strength for these."""
        config = dict(self._config)
        if request.prediction:
            config["prediction_type"] = request.prediction
        scheduler = make_scheduler(
            request.sampler, request.noise_schedule, run.steps, config, xl=self._xl
        )
        planned = planned_steps(scheduler, run.steps)
        if run.role == "text" or run.strength >= 1:
            return scheduler, planned, planned, 1.0
        steps = partial_steps(run.steps, run.strength, planned - 1)
        return scheduler, planned, steps, (steps + 0.5) / planned


def _sampling(request: GenerationRequest, run: Pass, scheduler: Any) -> Sampling:
    """Return A1111's evaluation counts: a second pass continues after the first."""
    each = min(int(scheduler.order), 3)
    second = run.latent is not None and run.start is None
    return Sampling(run.steps * each, before=request.steps * each if second else 0)


def _there(latent: torch.Tensor | None) -> torch.Tensor:
    assert latent is not None
    return latent
