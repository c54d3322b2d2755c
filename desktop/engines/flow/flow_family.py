"""How each flow family is drawn with: its pipeline of diffusers, its latents, what it hears."""

from __future__ import annotations

from typing import Any

import diffusers
import torch

from desktop.core.request import GenerationRequest
from desktop.models.families.flow_families import FLUX2_KLEIN, Z_IMAGE

from .flow_codec import FlowCodec, PackedCodec
from .network_shapes import (
    klein_as_diffusers,
    klein_transformer,
    z_image_as_diffusers,
    z_image_transformer,
)

CHAT = "<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n"
"""What Qwen3's chat template makes of a prompt."""
WITHOUT_THINKING = "<think>\n\n</think>\n\n"


class FlowFamily:
    """One family: FLUX.2 klein. Another one says what is different."""

    id = FLUX2_KLEIN.id
    pipeline = "Flux2KleinPipeline"
    transformer_class = "Flux2Transformer2DModel"
    codec: type[FlowCodec] = PackedCodec
    template = CHAT + WITHOUT_THINKING
    padded = True
    """Whether the transformer hears the padding up to the longest prompt too."""

    def layers_heard(self, depth: int) -> tuple[int, ...]:
        """The layers of a text encoder of `depth` whose output is heard: 9, 18, 27 of 36."""
        return tuple(depth * quarter // 4 for quarter in (1, 2, 3))

    def transformer(self, tensors: dict[str, torch.Tensor], what: Any) -> Any:
        """The transformer out of a file's tensors. Raises EaselError."""
        return klein_transformer(tensors, what)

    def as_diffusers(self, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The transformer's tensors under diffusers' names."""
        return klein_as_diffusers(tensors)

    def components(self) -> dict[str, Any]:
        """What the pipeline is made of beside scheduler, transformer and VAE."""
        return {"text_encoder": None, "tokenizer": None, "is_distilled": False}

    def layout(self, latent: torch.Tensor) -> torch.Tensor:
        """A latent (1, C, H, W) as the scheduler sees it."""
        return latent.flatten(2).transpose(1, 2)

    def picture_of(self, state: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """The scheduler's state as a latent (1, C, H, W)."""
        return state.transpose(1, 2).reshape(1, -1, height, width)

    def arguments(
        self,
        request: GenerationRequest,
        positive: torch.Tensor,
        negative: torch.Tensor | None,
    ) -> dict[str, Any]:
        """The pipeline's arguments that carry prompt and guidance; embeddings are (1, T, D)."""
        found: dict[str, Any] = {
            "guidance_scale": request.guidance_scale,
            "prompt_embeds": positive,
        }
        if negative is not None:
            found["negative_prompt_embeds"] = negative
        return found

    def finished(self, latent: torch.Tensor, codec: Any) -> torch.Tensor:
        """What the pipeline gave out, as the model's latent."""
        return codec.of_pipeline(latent)


class ZImageFamily(FlowFamily):
    """Z-Image: the layer before the last, no padding, its own arithmetic of guidance."""

    id = Z_IMAGE.id
    pipeline = "ZImagePipeline"
    transformer_class = "ZImageTransformer2DModel"
    codec = FlowCodec
    template = CHAT
    padded = False

    def layers_heard(self, depth: int) -> tuple[int, ...]:
        """See FlowFamily."""
        return (depth - 1,)

    def transformer(self, tensors: dict[str, torch.Tensor], what: Any) -> Any:
        """See FlowFamily."""
        return z_image_transformer(tensors, what)

    def as_diffusers(self, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """See FlowFamily."""
        return z_image_as_diffusers(tensors)

    def components(self) -> dict[str, Any]:
        """See FlowFamily."""
        return {"text_encoder": None, "tokenizer": None}

    def layout(self, latent: torch.Tensor) -> torch.Tensor:
        """See FlowFamily."""
        return latent

    def picture_of(self, state: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """See FlowFamily."""
        return state.reshape(1, -1, height, width)

    def arguments(
        self,
        request: GenerationRequest,
        positive: torch.Tensor,
        negative: torch.Tensor | None,
    ) -> dict[str, Any]:
        """See FlowFamily. diffusers adds guidance to the prompt's own: 0 is ComfyUI's 1."""
        return {
            "guidance_scale": max(request.guidance_scale - 1.0, 0.0),
            "prompt_embeds": [positive[0]],
            "negative_prompt_embeds": [] if negative is None else [negative[0]],
        }

    def finished(self, latent: torch.Tensor, codec: Any) -> torch.Tensor:
        """See FlowFamily."""
        del codec
        return latent.float()


FLOW_FAMILIES: dict[str, FlowFamily] = {
    family.id: family for family in (FlowFamily(), ZImageFamily())
}


def make_pipeline(family: FlowFamily, scheduler: Any, transformer: Any, vae: Any) -> Any:
    """The family's stock pipeline around a model's parts; it draws from embeddings."""
    made = getattr(diffusers, family.pipeline)(
        scheduler=scheduler, transformer=transformer, vae=vae, **family.components()
    )
    made.set_progress_bar_config(disable=True)
    return made
