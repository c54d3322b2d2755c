"""The parts of a Core ML folder as torch modules with Core ML's inputs and outputs."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from .channel_attention import Attention
from .layers import adapt


class UNet(nn.Module):
    """Noise-prediction UNet; `residuals` is the number of additional ControlNet inputs.

    Modifies diffusers' UNet2DConditionModel, which can't be used elsewhere afterwards.
    """

    def __init__(self, unet: Any, attention: Attention, residuals: int = 0) -> None:
        super().__init__()
        self.unet = adapt(unet, attention)
        self.residuals = residuals
        self.pooled = unet.config.addition_embed_type == "text_time"

    def forward(
        self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, *more: Tensor
    ) -> Tensor:
        """Return the predicted noise of `sample` (B, 4, h, w).

        timestep is (B,), encoder_hidden_states (B, C, 1, L); `more` is `time_ids` and `text_embeds`
        (SDXL), then the additional residuals.
        """
        keywords: dict[str, Any] = {}
        if self.pooled:
            keywords["added_cond_kwargs"] = {"time_ids": more[0], "text_embeds": more[1]}
            more = more[2:]
        if self.residuals:
            keywords["down_block_additional_residuals"] = more[:-1]
            keywords["mid_block_additional_residual"] = more[-1]
        return self.unet(sample, timestep, encoder_hidden_states, return_dict=False, **keywords)[0]


class ControlNet(nn.Module):
    """ControlNet that outputs the additional residuals of a controlled UNet."""

    def __init__(self, controlnet: Any, attention: Attention) -> None:
        super().__init__()
        self.controlnet = adapt(controlnet, attention)
        self.pooled = controlnet.config.addition_embed_type == "text_time"

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        *more: Tensor,
    ) -> tuple[Tensor, ...]:
        """Return the residuals; `more` is SDXL's `time_ids`, `text_embeds`, then `controlnet_cond`.

        `controlnet_cond` is (B, 3, H, W).
        """
        added = {"time_ids": more[0], "text_embeds": more[1]} if self.pooled else None
        down, middle = self.controlnet(
            sample,
            timestep,
            encoder_hidden_states,
            controlnet_cond=more[-1],
            added_cond_kwargs=added,
            return_dict=False,
        )
        return (*down, middle)


class VAEDecoder(nn.Module):
    """VAE decoder: latent (already divided by the VAE scale) to a picture in -1..1."""

    def __init__(self, vae: Any) -> None:
        super().__init__()
        self.post_quant = vae.post_quant_conv or nn.Identity()
        self.decoder = adapt(vae.decoder, "original")

    def forward(self, z: Tensor) -> Tensor:
        """Map `z` (1, 4, h, w) to (1, 3, 8h, 8w)."""
        return self.decoder(self.post_quant(z))


class VAEEncoder(nn.Module):
    """VAE encoder: a picture in -1..1 to mean and log variance of its latent, not yet scaled."""

    def __init__(self, vae: Any) -> None:
        super().__init__()
        self.encoder = adapt(vae.encoder, "original")
        self.quant = vae.quant_conv or nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        """Map `x` (1, 3, H, W) to (1, 8, H/8, W/8)."""
        return self.quant(self.encoder(x))


class SafetyCheckerModule(nn.Module):
    """Safety checker that blackens pictures close to unwanted concepts by CLIP.

    The scores are those of diffusers' StableDiffusionSafetyChecker, with the adjustment as input.
    """

    def __init__(self, checker: Any) -> None:
        super().__init__()
        self.vision = checker.vision_model
        self.projection = checker.visual_projection
        for name in ("concept_embeds", "special_care_embeds"):
            value = getattr(checker, name).detach()
            self.register_buffer(name, nn.functional.normalize(value.float()).T.to(value.dtype))
        self.concept_limits = nn.Buffer(checker.concept_embeds_weights.detach())
        self.special_limits = nn.Buffer(checker.special_care_embeds_weights.detach())

    def forward(
        self, clip_input: Tensor, images: Tensor, adjustment: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Check `images` (1, H, W, 3) by `clip_input` (1, 3, 224, 224) and `adjustment` (1,)."""
        embedding = self.projection(self.vision(clip_input).pooler_output)
        embedding = embedding * torch.rsqrt((embedding * embedding).sum(dim=1, keepdim=True))
        special = embedding @ self.special_care_embeds - self.special_limits + adjustment
        careful = (special > 0).to(embedding.dtype).amax(dim=1, keepdim=True)
        scores = embedding @ self.concept_embeds - self.concept_limits + careful * 0.01
        found = (scores > 0).to(embedding.dtype).amax(dim=1)[:, None, None, None]
        return images * (1 - found), found, scores
