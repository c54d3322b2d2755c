"""Flow latents to pixels and back, through FLUX.1's or FLUX.2's VAE."""

from __future__ import annotations

from typing import Any

import torch

from desktop.engines.sampling.vae_codec import VaeCodec


class FlowCodec(VaeCodec):
    """A VAE whose latents are shifted and scaled by its config (FLUX.1, SD 3)."""

    def _unscaled(self, latent: torch.Tensor) -> torch.Tensor:
        config = self.vae.config
        return latent / config.scaling_factor + (config.shift_factor or 0.0)

    def _scaled(self, latent: torch.Tensor) -> torch.Tensor:
        config = self.vae.config
        return (latent - (config.shift_factor or 0.0)) * config.scaling_factor

    @torch.inference_mode()
    def encode(self, pixels: torch.Tensor) -> torch.Tensor:
        """See VaeCodec."""
        self.set_tiling(pixels.shape[-2] * pixels.shape[-1])
        distribution = self.vae.encode(pixels.to(self._device, self.vae.dtype)).latent_dist
        return self._scaled(distribution.mode().float())


class PackedCodec(FlowCodec):
    """FLUX.2's VAE: 2x2 cells of its latent form one of the model's, scaled to deviation 1."""

    @property
    def scale(self) -> int:
        """Pixels per cell of the model's latent, along one side."""
        return super().scale * 2

    def _unscaled(self, latent: torch.Tensor) -> torch.Tensor:
        mean, spread = _statistics(self.vae, latent)
        return unpacked(latent * spread + mean)

    def _scaled(self, latent: torch.Tensor) -> torch.Tensor:
        mean, spread = _statistics(self.vae, latent)
        return (packed(latent) - mean) / spread

    def of_pipeline(self, latent: torch.Tensor) -> torch.Tensor:
        """Return the model's latent of klein's pipeline output, which is the VAE's."""
        return self._scaled(latent.float())


def packed(latent: torch.Tensor) -> torch.Tensor:
    """Return (B, C, H, W) as (B, 4 C, H / 2, W / 2)."""
    batch, channels, height, width = latent.shape
    cells = latent.reshape(batch, channels, height // 2, 2, width // 2, 2)
    return cells.permute(0, 1, 3, 5, 2, 4).reshape(batch, channels * 4, height // 2, width // 2)


def unpacked(latent: torch.Tensor) -> torch.Tensor:
    """Return (B, 4 C, H, W) as (B, C, 2 H, 2 W)."""
    batch, channels, height, width = latent.shape
    cells = latent.reshape(batch, channels // 4, 2, 2, height, width)
    return cells.permute(0, 1, 4, 2, 5, 3).reshape(batch, channels // 4, height * 2, width * 2)


def _statistics(vae: Any, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean = vae.bn.running_mean.to(like.device, torch.float32).view(1, -1, 1, 1)
    spread = (vae.bn.running_var.to(like.device, torch.float32) + vae.config.batch_norm_eps).sqrt()
    return mean, spread.view(1, -1, 1, 1)
