"""Generation of a request's pictures with loaded parts, through diffusers' stock pipelines."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

import desktop
from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput, EaselError
from desktop.core.events import DrawnPicture, Loading
from desktop.core.messages import Message
from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest
from desktop.core.sampling.samplers import SAMPLERS
from desktop.engines.conditioning.controlnet_inputs import ControlNetInput, ControlNetLoader
from desktop.engines.conditioning.input_pictures import (
    Start,
    blank_start,
    blended,
    read_start,
)
from desktop.engines.conditioning.prompt_plan import changes_by_step, read_as_words
from desktop.engines.torch.loading import PipelineParts
from desktop.engines.torch.lora_loader import LoraLoader
from desktop.engines.torch.safety_checker import SafetyChecker, safety_placeholder
from desktop.engines.torch.vae_loader import VaeLoader
from desktop.models.families.known_families import family_named
from desktop.models.hashing import BackgroundHash
from desktop.models.requests.pictures.fitted_pictures import read_reference
from desktop.models.requests.resolve_choices import resolved_request

from .drawing_backend import backend_for
from .passes import Pass
from .previews import LatentRGB
from .step_reporter import StepReporter
from .vae_codec import as_bytes, looks_broken


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Description of the model and its device in the recipe."""

    name: str
    family: str
    hash: str | BackgroundHash
    runtime: str
    device: str
    precision: str
    loras: str = ""
    """LoRAs merged into the model's weights."""

    @property
    def model(self) -> dict[str, str]:
        """The recipe's `model`."""
        known = {"name": self.name, "family": self.family, "hash": str(self.hash)}
        return known | {"loras": self.loras} if self.loras else known


class _DrawnPicture(msgspec.Struct):
    """One picture with the data for its recipe."""

    pixels: NDArray[np.uint8]
    extra: dict[str, Any]
    notices: list[Message]


class PictureGenerator:
    """One model's parts, ready to generate.

    Batch size 1: picture k is drawn after picture k - 1.
    """

    def __init__(
        self,
        parts: PipelineParts,
        identity: Identity,
        device: torch.device,
        *,
        low_memory: bool = False,
    ) -> None:
        self.parts, self.identity, self.device = parts, identity, device
        self._backend = backend_for(parts, device, low_memory=low_memory)
        self.prompts, self.codec = self._backend.prompts, self._backend.codec
        self.loras = LoraLoader()
        self._vaes = VaeLoader(parts.vae, device)
        self._controls = parts.controlnet_loader or ControlNetLoader(parts.unet, device)
        self._safety = parts.safety_checker or SafetyChecker(parts.safety, device)
        self._rgb = LatentRGB.of(parts.family, parts.own)
        self._unet_overflows = False
        """Whether the last picture's UNet had to run in float32; the next one then does at once."""
        self._runner = self._backend.runner

    def generate(
        self, job: str, request: GenerationRequest, emit: Emit, check: CancelCheck
    ) -> Iterator[DrawnPicture]:
        """Yield the pictures of `request` in order; see core.engine_interface.Engine.generate."""

        def report(what: Message) -> None:
            check()
            emit(Loading(job=job, what=what))

        self.codec.vae = self._vaes.get(request.vae, report)
        self.codec.tiling = request.vae_tiling
        check_size(request, self.codec.scale)
        if request.loras or self.loras.state:
            self.loras.apply(self._backend.lora_pipeline, request.loras, report)
        self.prompts.state = self.loras.state
        control = self._controls.prepare(request, report)
        start = self._start(request)
        for index in range(request.count):
            check()
            reporter = StepReporter(job, request, index, self._rgb, emit, check)
            yield self._picture(request, index, start, control, reporter)

    def _picture(
        self,
        request: GenerationRequest,
        index: int,
        start: Start | None,
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> DrawnPicture:
        began = time.monotonic()
        resolved = resolved_request(request, index)
        drawn = self._drawn(resolved, index, start, control, reporter)
        if resolved.noise_schedule != request.noise_schedule:
            drawn.notices.append(
                Message(
                    "{sampler} always uses the model’s own schedule, so {noise_schedule} "
                    "had no effect.",
                    sampler=SAMPLERS[request.sampler].label,
                    noise_schedule=request.noise_schedule,
                )
            )
        words = read_as_words(resolved)
        if words and not (
            changes_by_step(resolved) and self._backend.follows_steps and not control
        ):
            drawn.notices.append(
                Message(
                    "“{words}” was read as words: a prompt changes by step where it is read as in "
                    "A1111, with Stable Diffusion models and without ControlNets.",
                    words=words,
                )
            )
        drawn.notices.extend((*self.loras.notices, *self.prompts.notices))
        if request.safety_checker and self._safety.rejects(drawn.pixels):
            height, width, _ = drawn.pixels.shape
            drawn.pixels = safety_placeholder(width, height)
            drawn.extra["filtered"] = True
            drawn.notices.append(Message("The model’s safety checker hid this picture."))
        if resolved.prompt != request.prompt:
            drawn.extra["prompt_template"] = request.prompt
        recipe = recipe_of(
            resolved,
            index,
            model=self.identity.model,
            runtime=self.identity.runtime,
            device=self.identity.device,
            precision=self.identity.precision,
            created=datetime.now().astimezone().isoformat(timespec="seconds"),
            app=f"Easel {desktop.__version__}",
            extra=drawn.extra,
        )
        height, width, _ = drawn.pixels.shape
        return DrawnPicture(
            index=index,
            width=width,
            height=height,
            rgb=drawn.pixels.tobytes(),
            recipe=recipe,
            seconds=time.monotonic() - began,
            seconds_per_step=reporter.seconds_per_step,
            notices=tuple(drawn.notices),
        )

    def _drawn(
        self,
        request: GenerationRequest,
        index: int,
        start: Start | None,
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> _DrawnPicture:
        """Return the decoded pixels, (H, W, 3) uint8; retry in float32 after an overflow."""
        retried: list[str] = []
        if self._unet_overflows:
            latent = self._latent_in_fp32(request, index, start, control, reporter)
            retried.append("unet")
        else:
            latent = self._latent(request, index, start, control, reporter)
        if not torch.isfinite(latent).all() and not retried and self._in_short_precision():
            latent = self._latent_in_fp32(request, index, start, control, reporter)
            retried.append("unet")
        reporter.check()
        image = self.codec.decode(latent, reporter.check)
        if looks_broken(image) and self.codec.vae.dtype != torch.float32:
            self.codec.vae.to(torch.float32)
            retried.insert(0, "vae")
            image = self.codec.decode(latent, reporter.check)
        if looks_broken(image) and "unet" not in retried and self._in_short_precision():
            latent = self._latent_in_fp32(request, index, start, control, reporter)
            retried.append("unet")
            image = self.codec.decode(latent, reporter.check)
        if not np.isfinite(image).all():
            raise EaselError(
                "The model gave no picture, only invalid numbers: its file may be damaged, or a "
                "LoRA too strong.",
                f"retried in fp32: {retried or 'nothing, it ran in fp32'}",
            )
        self._unet_overflows = "unet" in retried
        pixels = as_bytes(image)
        if start is not None and pixels.shape[:2] == tuple(start.pixels.shape[-2:]):
            pixels = blended(pixels, start)
        extra: dict[str, Any] = {"retried_in_fp32": retried} if retried else {}
        notices = (
            [Message("Drawn again in fp32, since the short precision gave an empty picture.")]
            if retried
            else []
        )
        return _DrawnPicture(pixels, extra, notices)

    def _in_short_precision(self) -> bool:
        short = self.parts.unet.dtype in (torch.float16, torch.bfloat16)
        return short and self.parts.retries_in_fp32

    def _latent_in_fp32(
        self,
        request: GenerationRequest,
        index: int,
        start: Start | None,
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> torch.Tensor:
        """Return `_latent` with UNet and text encoders in float32; then restore their precision."""
        modules = [self.parts.unet, *self.parts.text_encoders]
        modules += list(control.nets) if control else []
        short = self.parts.unet.dtype
        state = self.prompts.state
        try:
            for module in modules:
                module.to(torch.float32)
            self.prompts.state = (state, "fp32")
            return self._latent(request, index, start, control, reporter)
        finally:
            for module in modules:
                module.to(short)
            self.prompts.state = state

    def _latent(
        self,
        request: GenerationRequest,
        index: int,
        start: Start | None,
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> torch.Tensor:
        passes = self._passes(request, start)
        reporter.expect(sum(self._runner.steps_of(request, one) for one in passes))
        guidance = self.prompts.guidance(request)
        latent: torch.Tensor | None = None
        for planned in passes:
            run = planned
            if latent is not None:
                size = (run.height // self.codec.scale, run.width // self.codec.scale)
                run = msgspec.structs.replace(run, latent=enlarged(latent, size))
            latent = self._runner.run(request, index, run, guidance, control, reporter)
        assert latent is not None
        return latent

    def _passes(self, request: GenerationRequest, start: Start | None) -> list[Pass]:
        """Return the passes of one picture; the second one starts from the first one's latent."""
        area = request.pixels_a_reference
        first = Pass(
            width=request.width,
            height=request.height,
            steps=request.steps,
            references=tuple(read_reference(use.path, area) for use in request.references),
        )
        if start is not None:
            strength = request.starting_image.strength if request.starting_image else 1.0
            latent = self.codec.encode(start.pixels)
            first = msgspec.structs.replace(first, strength=strength, latent=latent, start=start)
        fix = request.high_res_fix
        if fix is None:
            return [first]
        grid = self.codec.scale
        second = Pass(
            width=round(request.width * fix.scale / grid) * grid,
            height=round(request.height * fix.scale / grid) * grid,
            steps=fix.steps or request.steps,
            strength=fix.strength,
            latent=torch.empty(0),
        )
        return [first, second]

    def _start(self, request: GenerationRequest) -> Start | None:
        """Return the starting image; a blank one for an inpainting model without one."""
        nine_channels = int(self.parts.unet.config.in_channels) == 9
        if nine_channels and request.high_res_fix is not None:
            raise BadInput("An inpainting model can’t run the high-resolution fix.")
        if request.starting_image is None:
            if family_named(self.parts.family).needs_image:
                raise BadInput("A refiner only reworks pictures: choose a starting image.")
            return blank_start(request.width, request.height) if nine_channels else None
        start = read_start(request.starting_image, request.width, request.height)
        if nine_channels and start.region is None:
            region = torch.ones(1, 1, request.height, request.width)
            return msgspec.structs.replace(start, region=region)
        return start


def enlarged(latent: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Return `latent` at `size` (h, w), bilinear, not antialiased, as A1111's latent upscale."""
    return torch.nn.functional.interpolate(latent.float(), size=size, mode="bilinear")


def check_size(request: GenerationRequest, scale: int) -> None:
    """Raise BadInput for sizes in pixels that are not on the latent grid."""
    if request.width % scale or request.height % scale:
        raise BadInput(
            "Width and height must be multiples of {scale}; {width} x {height} is not.",
            scale=scale,
            width=request.width,
            height=request.height,
        )
    if min(request.width, request.height) < 2 * scale:
        raise BadInput(
            "The smallest size is {width} x {height} pixels.", width=2 * scale, height=2 * scale
        )
