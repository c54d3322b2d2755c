"""FLUX.2 klein: its pipeline, its packed latents, its text embeddings."""

from __future__ import annotations

from typing import Any

import torch
from diffusers.models.transformers.transformer_flux2 import Flux2Transformer2DModel

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.engines.flow.flow_codec import PackedCodec
from desktop.engines.flow.flow_prompts import QwenFamily
from desktop.engines.flow.network_shapes import CONVERTERS, count, filled
from desktop.engines.flow.tensor_source import Tensors
from desktop.models.families.flux2_klein import FLUX2_KLEIN


class KleinFamily(QwenFamily):
    """FLUX.2 klein: three encoder layers; 2x2 cells of its VAE's latent are packed into one."""

    record = FLUX2_KLEIN
    pipeline = "Flux2KleinPipeline"
    codec = PackedCodec
    original = "img_in.weight"
    padded = True

    def layers_heard(self, depth: int) -> tuple[int, ...]:
        """Return the encoder layers to use, see QwenFamily: 9, 18, 27 of 36."""
        return tuple(depth * quarter // 4 for quarter in (1, 2, 3))

    def transformer(self, tensors: Tensors, what: Message) -> Any:
        """See FlowFamily."""
        tensors = self.as_diffusers(tensors)
        inner, joint = tensors["context_embedder.weight"].shape
        head = tensors["transformer_blocks.0.attn.norm_q.weight"].shape[0]
        config = {
            "in_channels": tensors["x_embedder.weight"].shape[1],
            "num_layers": count(tensors, "transformer_blocks."),
            "num_single_layers": count(tensors, "single_transformer_blocks."),
            "attention_head_dim": head,
            "num_attention_heads": inner // head,
            "joint_attention_dim": joint,
            "timestep_guidance_channels": tensors[
                "time_guidance_embed.timestep_embedder.linear_1.weight"
            ].shape[1],
            "mlp_ratio": tensors["transformer_blocks.0.ff.linear_out.weight"].shape[1] / inner,
            "axes_dims_rope": (head // 4,) * 4,
            "guidance_embeds": False,
        }
        return filled(Flux2Transformer2DModel, config, tensors, what)

    def renamed(self, tensors: Tensors) -> Tensors:
        """See FlowFamily; the original names are Black Forest Labs'."""
        return CONVERTERS.convert_flux2_transformer_checkpoint_to_diffusers(tensors)

    def components(self) -> dict[str, Any]:
        """See FlowFamily."""
        return {"text_encoder": None, "tokenizer": None, "is_distilled": False}

    def layout(self, latent: torch.Tensor) -> torch.Tensor:
        """Return the latent as a row of cells, see FlowFamily."""
        return latent.flatten(2).transpose(1, 2)

    def picture_of(self, state: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """See FlowFamily."""
        return state.transpose(1, 2).reshape(1, -1, height, width)

    def arguments(
        self,
        request: GenerationRequest,
        positive: torch.Tensor,
        negative: torch.Tensor | None,
    ) -> dict[str, Any]:
        """See QwenFamily."""
        found: dict[str, Any] = {
            "guidance_scale": request.guidance_scale,
            "prompt_embeds": positive,
        }
        if negative is not None:
            found["negative_prompt_embeds"] = negative
        return found

    def finished(self, latent: torch.Tensor, codec: Any) -> torch.Tensor:
        """See FlowFamily."""
        return codec.of_pipeline(latent)
