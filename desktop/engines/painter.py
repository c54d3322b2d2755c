"""Draws the pictures of a request with loaded parts, through diffusers' stock pipelines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import diffusers
import msgspec
import torch

import desktop
from desktop.core.engine import CancelCheck, Emit, Picture
from desktop.core.errors import BadInput
from desktop.core.events import Step
from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest

from .embeddings import PromptEncoder
from .loading import Parts
from .noise import generator_for, noise_of
from .pixels import PixelDecoder
from .previews import LatentRGB, PreviewTap
from .schedulers import make_scheduler, planned_steps


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the recipe says of the model and of where it runs."""

    name: str
    family: str
    hash: str
    runtime: str
    device: str
    precision: str


class Painter:
    """One model's parts, ready to draw. Batch size 1: picture k is drawn after picture k - 1."""

    def __init__(self, parts: Parts, identity: Identity, device: torch.device) -> None:
        self.parts, self.identity, self.device = parts, identity, device
        self.encoder = PromptEncoder(parts, device)
        self.decoder = PixelDecoder(parts.vae)
        self._rgb = LatentRGB.of(parts.family, parts.own)
        self._pipelines: dict[str, Any] = {}

    def paint(
        self, job: str, request: GenerationRequest, emit: Emit, check: CancelCheck
    ) -> Iterator[Picture]:
        """Yield the pictures of `request` in order; see core.engine.Engine.generate."""
        check_size(request, self.decoder.scale)
        for index in range(request.count):
            check()
            yield self._picture(job, request, index, emit, check)

    def _picture(
        self, job: str, request: GenerationRequest, index: int, emit: Emit, check: CancelCheck
    ) -> Picture:
        started = time.monotonic()
        pace = Pace(job, request, index, self._rgb, emit, check)
        latent = self._latent(request, index, pace)
        check()
        pixels = self.decoder.decode(latent)
        recipe = recipe_of(
            request,
            index,
            model={
                "name": self.identity.name,
                "family": self.identity.family,
                "hash": self.identity.hash,
            },
            runtime=self.identity.runtime,
            device=self.identity.device,
            precision=self.identity.precision,
            created=datetime.now().astimezone().isoformat(timespec="seconds"),
            app=f"Easel {desktop.__version__}",
        )
        return Picture(
            index=index,
            width=pixels.shape[1],
            height=pixels.shape[0],
            rgb=pixels.tobytes(),
            recipe=recipe,
            seconds=time.monotonic() - started,
            seconds_per_step=pace.seconds_per_step,
        )

    def _latent(self, request: GenerationRequest, index: int, pace: Pace) -> torch.Tensor:
        scheduler = make_scheduler(
            request.sampler, request.noise_schedule, request.steps, self.parts.scheduler_config
        )
        pipeline = self._pipeline()
        pipeline.scheduler = scheduler
        generator = generator_for(request.seed_of(index))
        scale = self.decoder.scale
        shape = (1, 4, request.height // scale, request.width // scale)
        noise = noise_of(request, index, shape, generator)
        steps = planned_steps(scheduler, request.steps)
        pace.plan(scheduler, steps)
        with torch.inference_mode(), pace.watching(self.parts.unet):
            return pipeline(
                **self._guidance(request),
                height=request.height,
                width=request.width,
                num_inference_steps=steps,
                latents=noise.to(self.device, self.parts.unet.dtype),
                generator=generator,
                output_type="latent",
                return_dict=False,
                callback_on_step_end=pace.step_done,
            )[0]

    def _guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """The pipeline's arguments that carry prompt and guidance."""
        positive = self.encoder.encode(request.prompt, request.clip_skip)
        arguments: dict[str, Any] = {
            "prompt_embeds": positive.tokens,
            "guidance_scale": request.guidance_scale,
        }
        if positive.pooled is not None:
            arguments["pooled_prompt_embeds"] = positive.pooled
        if request.guidance_scale <= 1:
            return arguments
        negative = self.encoder.encode(request.negative_prompt, request.clip_skip)
        tokens, pooled = negative.tokens, negative.pooled
        if self.parts.zero_empty_negative and not request.negative_prompt and pooled is not None:
            tokens, pooled = torch.zeros_like(positive.tokens), torch.zeros_like(pooled)
        arguments["negative_prompt_embeds"] = tokens
        if pooled is not None:
            arguments["negative_pooled_prompt_embeds"] = pooled
        return arguments

    def _pipeline(self) -> Any:
        """The stock pipeline around this painter's parts."""
        if "text" not in self._pipelines:
            self._pipelines["text"] = self._build()
        return self._pipelines["text"]

    def _build(self) -> Any:
        parts = self.parts
        scheduler = make_scheduler("euler", "default", 1, parts.scheduler_config)
        common: dict[str, Any] = {"vae": parts.vae, "unet": parts.unet, "scheduler": scheduler}
        if parts.family in ("sdxl", "sdxl_refiner", "ssd1b"):
            both = len(parts.text_encoders) > 1
            common |= {
                "text_encoder": parts.text_encoders[0] if both else None,
                "text_encoder_2": parts.text_encoders[-1],
                "tokenizer": parts.tokenizers[0] if both else None,
                "tokenizer_2": parts.tokenizers[-1],
            }
            pipeline = diffusers.StableDiffusionXLPipeline(**common, add_watermarker=False)
        else:
            common |= {
                "text_encoder": parts.text_encoders[0],
                "tokenizer": parts.tokenizers[0],
                "safety_checker": None,
                "feature_extractor": None,
            }
            pipeline = diffusers.StableDiffusionPipeline(**common, requires_safety_checker=False)
        pipeline.set_progress_bar_config(disable=True)
        return pipeline


class Pace:
    """Follows one picture's steps: emits Step and Preview, and lets a cancel in between steps."""

    def __init__(
        self,
        job: str,
        request: GenerationRequest,
        index: int,
        rgb: LatentRGB,
        emit: Emit,
        check: CancelCheck,
    ) -> None:
        self._job, self._index, self._count = job, index, request.count
        self._emit, self._check = emit, check
        self._previews = PreviewTap(job, index, rgb, enabled=request.previews)
        self._scheduler: Any = None
        self._steps = 0
        self._calls = 0
        self._began = 0.0
        self.seconds_per_step = 0.0

    def plan(self, scheduler: Any, steps: int) -> None:
        """Say which scheduler the coming `steps` steps run on."""
        self._scheduler, self._steps, self._calls = scheduler, steps, 0
        self._began = time.monotonic()

    def watching(self, unet: Any) -> Any:
        """A context in which every evaluation of `unet` first asks whether to go on."""
        return _Hooked(unet, self._check)

    def step_done(self, pipeline: Any, call: int, *_: Any) -> dict[str, Any]:
        """diffusers' `callback_on_step_end`."""
        total = int(pipeline.num_timesteps)
        last = call + 1 == total
        done = self._steps if last else min((call + 1) // self._scheduler.order, self._steps)
        elapsed = time.monotonic() - self._began
        self.seconds_per_step = elapsed / (call + 1) * total / max(self._steps, 1)
        self._emit(
            Step(
                job=self._job,
                index=self._index,
                count=self._count,
                step=done,
                steps=self._steps,
                seconds_per_step=self.seconds_per_step,
            )
        )
        if self._previews.due(last=last):
            denoised = self._scheduler.denoised()
            if denoised is not None:
                self._emit(self._previews.event(denoised, done))
        self._check()
        return {}


class _Hooked:
    """Asks `check` before each call of a torch module while the context lasts."""

    def __init__(self, module: Any, check: Callable[[], None]) -> None:
        self._module, self._check = module, check
        self._handle: Any = None

    def __enter__(self) -> None:
        if hasattr(self._module, "register_forward_pre_hook"):
            self._handle = self._module.register_forward_pre_hook(lambda *_: self._check())

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            self._handle.remove()


def check_size(request: GenerationRequest, scale: int) -> None:
    """Raise BadInput for sizes that the latent grid can't hold."""
    if request.width % scale or request.height % scale:
        raise BadInput(
            f"Width and height must be multiples of {scale}; "
            f"{request.width} x {request.height} is not."
        )
    if min(request.width, request.height) < 2 * scale:
        raise BadInput(f"The smallest size is {2 * scale} x {2 * scale} pixels.")
