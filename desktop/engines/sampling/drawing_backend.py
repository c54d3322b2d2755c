"""Backend interface of a model family: prompts to arguments, pictures to latents, passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec
import torch

from desktop.core.messages import Message
from desktop.core.prompts.prompt_schedule import Sampling, one_prompt, prompt_parts
from desktop.core.request import GenerationRequest
from desktop.engines.conditioning.controlnet_inputs import ControlNetInput
from desktop.engines.conditioning.prompt_embeddings import PromptEncoder, PromptWords
from desktop.engines.conditioning.prompt_plan import (
    PromptPlan,
    changes_by_step,
    joined_prompts,
    plan_prompts,
)
from desktop.engines.torch.loading import PipelineParts

from .passes import Pass, PassRunner
from .pipelines import Pipelines
from .solvers.table import is_cfg_pp
from .step_reporter import StepReporter
from .vae_codec import VaeCodec


class RunsPasses(Protocol):
    """Runner of a picture's passes."""

    def steps_of(self, request: GenerationRequest, run: Pass) -> int:
        """Return the number of steps that the pass will run. Raises BadInput if none."""
        ...

    def run(
        self,
        request: GenerationRequest,
        index: int,
        run: Pass,
        guidance: Mapping[str, Any],
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> torch.Tensor:
        """Return the finished latent (1, C, h, w) of picture `index`, model space."""
        ...


class HearsPrompts(Protocol):
    """Encoder of prompts to a pipeline's arguments."""

    @property
    def state(self) -> object:
        """Identity of the text encoders' current weights (LoRAs, precision)."""
        ...

    @state.setter
    def state(self, value: object) -> None: ...

    @property
    def notices(self) -> tuple[Message, ...]:
        """Notices of the parts of the last request's prompts that had no effect."""
        ...

    def guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """Return the pipeline's arguments for prompt and guidance scale."""
        ...


class DrawingBackend(Protocol):
    """The backend of `PictureGenerator`; created by `PipelineParts.backend`."""

    @property
    def prompts(self) -> HearsPrompts:
        """Encoder of prompts to arguments."""
        ...

    @property
    def codec(self) -> VaeCodec:
        """Converter between pictures and latents."""
        ...

    @property
    def runner(self) -> RunsPasses:
        """Runner of the passes."""
        ...

    @property
    def lora_pipeline(self) -> Any:
        """The diffusers pipeline that LoRAs are applied to."""
        ...

    @property
    def follows_steps(self) -> bool:
        """Whether prompts that change by step are supported."""
        ...


_JUST_GUIDED = 1 + 1e-6
"""Smallest guidance scale at which a stock pipeline runs the UNet with and without prompt."""


class UNetPrompts:
    """Prompts of the families with a UNet and CLIP."""

    def __init__(self, encoder: PromptEncoder) -> None:
        self.encoder = encoder
        self.notices: tuple[Message, ...] = ()

    @property
    def state(self) -> object:
        """See HearsPrompts."""
        return self.encoder.state

    @state.setter
    def state(self, value: object) -> None:
        self.encoder.state = value

    def guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """Return the arguments, see HearsPrompts; negative embeddings from guidance scale 1 up.

        A CFG++ sampler applies guidance itself, at any scale; the pipeline only has to run both.
        The same holds where AND joins prompts.
        """
        how = _how(request)
        guidance = request.guidance_scale
        joined = joined_prompts(request) if changes_by_step(request) else 1
        if changes_by_step(request):
            request = _at_first(request)
        if is_cfg_pp(request.sampler) or joined > 1:
            guidance = max(guidance, _JUST_GUIDED)
        arguments: dict[str, Any] = {"guidance_scale": guidance}
        if guidance <= 1:
            positive = self.encoder.encode(request.prompt, how)
        else:
            positive, negative = self.encoder.pair(request.prompt, request.negative_prompt, how)
            arguments["negative_prompt_embeds"] = negative.tokens
            if negative.pooled is not None:
                arguments["negative_pooled_prompt_embeds"] = negative.pooled
        arguments["prompt_embeds"] = positive.tokens
        if positive.pooled is not None:
            arguments["pooled_prompt_embeds"] = positive.pooled
        return arguments

    def plan(self, request: GenerationRequest, sampling: Sampling) -> PromptPlan | None:
        """Return the embeddings of each evaluation of a pass, where the prompts change by step."""
        if not changes_by_step(request):
            return None
        return plan_prompts(self.encoder, request, _how(request), sampling)


def _how(request: GenerationRequest) -> PromptWords:
    return PromptWords(
        clip_skip=request.clip_skip, uses=request.embeddings, dialect=request.prompt_dialect
    )


def _at_first(request: GenerationRequest) -> GenerationRequest:
    """Return `request` with plain prompts, with the shapes that the pipeline must allocate."""
    sampling = Sampling(request.steps)
    return msgspec.structs.replace(
        request,
        prompt=prompt_parts(request.prompt, sampling)[0].at(0),
        negative_prompt=one_prompt(request.negative_prompt, sampling).at(0),
    )


class UNetBackend:
    """Backend of the families with a UNet, on torch and on Core ML."""

    def __init__(
        self, parts: PipelineParts, device: torch.device, *, low_memory: bool = False
    ) -> None:
        self._pipelines = Pipelines(parts)
        self.prompts = UNetPrompts(PromptEncoder(parts, device))
        self.codec = VaeCodec(parts.vae, device, low_memory=low_memory)
        self.runner = PassRunner(self._pipelines, self.codec, parts, self.prompts.plan)

    @property
    def lora_pipeline(self) -> Any:
        """See DrawingBackend."""
        return self._pipelines.get("text")

    @property
    def follows_steps(self) -> bool:
        """See DrawingBackend."""
        return True


def backend_for(
    parts: PipelineParts, device: torch.device, *, low_memory: bool = False
) -> DrawingBackend:
    """Return the backend for `parts`: the one they name, else that of a UNet."""
    make = parts.backend or UNetBackend
    return make(parts, device, low_memory=low_memory)
