"""Z-Image: its pipeline and its text embeddings."""

from __future__ import annotations

from typing import Any

import torch
from diffusers.models.transformers.transformer_z_image import ZImageTransformer2DModel

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.engines.flow.flow_prompts import QwenFamily
from desktop.engines.flow.network_shapes import CONVERTERS, count, filled
from desktop.engines.flow.tensor_source import Tensors
from desktop.models.families.z_image import Z_IMAGE


class ZImageFamily(QwenFamily):
    """Z-Image: the layer before the last, no padding, its own guidance formula."""

    record = Z_IMAGE
    pipeline = "ZImagePipeline"
    original = "x_embedder.weight"

    def layers_heard(self, depth: int) -> tuple[int, ...]:
        """See QwenFamily."""
        return (depth - 1,)

    def transformer(self, tensors: Tensors, what: Message) -> Any:
        """See FlowFamily."""
        tensors = self.as_diffusers(tensors)
        dim, width = tensors["cap_embedder.1.weight"].shape
        head = tensors["layers.0.attention.norm_q.weight"].shape[0]
        config = {
            "in_channels": tensors["all_x_embedder.2-1.weight"].shape[1] // 4,
            "dim": dim,
            "n_layers": count(tensors, "layers."),
            "n_refiner_layers": count(tensors, "noise_refiner."),
            "n_heads": dim // head,
            "n_kv_heads": tensors["layers.0.attention.to_k.weight"].shape[0] // head,
            "cap_feat_dim": width,
            "axes_dims": [head // 4, head * 3 // 8, head * 3 // 8],
        }
        return filled(ZImageTransformer2DModel, config, tensors, what)

    def renamed(self, tensors: Tensors) -> Tensors:
        """See FlowFamily."""
        return CONVERTERS.convert_z_image_transformer_checkpoint_to_diffusers(tensors)

    def arguments(
        self,
        request: GenerationRequest,
        positive: torch.Tensor,
        negative: torch.Tensor | None,
    ) -> dict[str, Any]:
        """Return the arguments, see QwenFamily. diffusers' guidance scale is ComfyUI's minus 1."""
        return {
            "guidance_scale": max(request.guidance_scale - 1.0, 0.0),
            "prompt_embeds": [positive[0]],
            "negative_prompt_embeds": [] if negative is None else [negative[0]],
        }
