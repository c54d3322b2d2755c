"""From latents to pixels and back, through a model's VAE."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


class PixelDecoder:
    """A VAE with its scale: `scale` pixels a side for one latent pixel (8 in the SD families)."""

    def __init__(self, vae: Any) -> None:
        self.vae = vae
        self.scale = 2 ** (len(vae.config.block_out_channels) - 1)

    @torch.inference_mode()
    def decode(self, latent: torch.Tensor) -> np.ndarray:
        """The H x W x 3 uint8 picture of `latent` (1 x 4 x h x w, model space)."""
        image = self.vae.decode(self._unscaled(latent).to(self.vae.dtype), return_dict=False)[0]
        image = (image[0].float() / 2 + 0.5).clamp(0, 1).permute(1, 2, 0)
        return (image * 255).round().to(torch.uint8).cpu().numpy()

    def _unscaled(self, latent: torch.Tensor) -> torch.Tensor:
        config = self.vae.config
        mean, std = getattr(config, "latents_mean", None), getattr(config, "latents_std", None)
        if mean is not None and std is not None:
            shape = (1, -1, 1, 1)
            spread = torch.tensor(std, device=latent.device, dtype=latent.dtype).view(shape)
            centre = torch.tensor(mean, device=latent.device, dtype=latent.dtype).view(shape)
            return latent * spread / config.scaling_factor + centre
        return latent / config.scaling_factor
