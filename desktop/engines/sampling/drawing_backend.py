"""How a family of models is drawn with: prompts to arguments, pictures to latents, passes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import torch

from desktop.core.request import GenerationRequest
from desktop.engines.conditioning.controlnet_inputs import ControlNetInput
from desktop.engines.conditioning.prompt_embeddings import PromptEncoder, PromptWords
from desktop.engines.torch.loading import PipelineParts

from .passes import Pass, PassRunner
from .pipelines import Pipelines
from .solvers.table import is_cfg_pp
from .step_reporter import StepReporter
from .vae_codec import VaeCodec


class RunsPasses(Protocol):
    """Runs one pass of a picture after the other."""

    def steps_of(self, request: GenerationRequest, run: Pass) -> int:
        """How many steps the pass will really run. Raises BadInput where there would be none."""
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
        """The finished latent (1 x C x h x w, model space) of picture `index`."""
        ...


class HearsPrompts(Protocol):
    """Turns prompts into a pipeline's arguments."""

    @property
    def state(self) -> object:
        """What tells the text encoders' present weights (LoRAs, precision) from others."""
        ...

    @state.setter
    def state(self, value: object) -> None: ...

    def guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """The pipeline's arguments that carry prompt and guidance."""
        ...


class DrawingBackend(Protocol):
    """What `PictureGenerator` draws with; `PipelineParts.backend` makes it."""

    @property
    def prompts(self) -> HearsPrompts:
        """What turns prompts into arguments."""
        ...

    @property
    def codec(self) -> VaeCodec:
        """What turns pictures into latents and back."""
        ...

    @property
    def runner(self) -> RunsPasses:
        """What runs the passes."""
        ...

    @property
    def lora_pipeline(self) -> Any:
        """The pipeline of diffusers that LoRAs are put on."""
        ...


_JUST_GUIDED = 1 + 1e-6
"""The least guidance with which a stock pipeline runs the UNet with and without the prompt."""


class UNetPrompts:
    """The prompts of the families with a UNet and CLIP."""

    def __init__(self, encoder: PromptEncoder) -> None:
        self.encoder = encoder

    @property
    def state(self) -> object:
        """See HearsPrompts."""
        return self.encoder.state

    @state.setter
    def state(self, value: object) -> None:
        self.encoder.state = value

    def guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """See HearsPrompts. Negative embeddings are there from guidance above 1 on.

        A CFG++ sampler guides by itself, with any guidance; the pipeline only has to run both.
        """
        how = PromptWords(
            clip_skip=request.clip_skip, uses=request.embeddings, dialect=request.prompt_dialect
        )
        guidance = request.guidance_scale
        if is_cfg_pp(request.sampler):
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


class UNetBackend:
    """The backend of the families with a UNet, on torch and on Core ML."""

    def __init__(
        self, parts: PipelineParts, device: torch.device, *, low_memory: bool = False
    ) -> None:
        self._pipelines = Pipelines(parts)
        self.prompts = UNetPrompts(PromptEncoder(parts, device))
        self.codec = VaeCodec(parts.vae, device, low_memory=low_memory)
        self.runner = PassRunner(self._pipelines, self.codec, parts)

    @property
    def lora_pipeline(self) -> Any:
        """See DrawingBackend."""
        return self._pipelines.get("text")


def backend_for(
    parts: PipelineParts, device: torch.device, *, low_memory: bool = False
) -> DrawingBackend:
    """What draws with `parts`: the backend that they name, else that of a UNet."""
    make = parts.backend or UNetBackend
    return make(parts, device, low_memory=low_memory)
