"""Conversion between latents and pixels through a model's VAE."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from desktop.core.request import VaeTiling
from desktop.engines.torch.devices import device_memory
from desktop.models.memory.decoding_size import fits_in_strips

from .strip_decode import decode_in_strips, decodes_in_strips

TILE_ABOVE = {"mps": 1408 * 1408, "cuda": 1408 * 1408, "cpu": 2048 * 2048}
"""Pixels above which the VAE works in tiles where it can't work in strips: MPS fails at arrays of 4
GiB, a graphics card of 8 GB runs out of memory, and so does a CPU.
"""
TILE_ABOVE_LOW_MEMORY = 512 * 512
TILE_ALWAYS_ABOVE = {"mps": 2048 * 2048}
"""Pixels above which tiles are used whatever the request: 256 channels in fp32 take 4 GiB, and a
larger array ends the process on MPS.
"""


class VaeCodec:
    """A VAE with its scale: `scale` pixels a side for one latent cell (8 in the SD families).

    `vae` may be replaced between pictures. Latents are (1, 4, h, w) in model space.
    """

    def __init__(self, vae: Any, device: torch.device, *, low_memory: bool = False) -> None:
        self.vae, self._device = vae, device
        limit = TILE_ABOVE.get(device.type, TILE_ABOVE["cpu"])
        self._tile_above = TILE_ABOVE_LOW_MEMORY if low_memory else limit
        self.tiling: VaeTiling = "auto"
        """The request's tiling; may be changed between pictures."""

    @property
    def scale(self) -> int:
        """Pixels per latent cell, along one side."""
        return 2 ** (len(self.vae.config.block_out_channels) - 1)

    @torch.inference_mode()
    def decode(
        self, latent: torch.Tensor, check: Callable[[], None] = lambda: None
    ) -> NDArray[np.float32]:
        """Return the picture, (H, W, 3) float32 in 0..1; not finite where the VAE overflowed."""
        unscaled = self._unscaled(latent.float()).to(self._device, self.vae.dtype)
        pixels = latent.shape[-2] * latent.shape[-1] * self.scale**2
        if self._uses_strips(pixels):
            image = decode_in_strips(self.vae, unscaled, check)
        else:
            self.set_tiling(pixels)
            with ForwardPreHook(getattr(self.vae, "decoder", None), check):
                image = self.vae.decode(unscaled, return_dict=False)[0]
        image = (image[0].float() / 2 + 0.5).clamp(0, 1).permute(1, 2, 0)
        return image.cpu().numpy()

    @torch.inference_mode()
    def encode(self, pixels: torch.Tensor) -> torch.Tensor:
        """Return the float32 latent of `pixels` (1, 3, H, W) in -1..1: the mode, no noise."""
        self.set_tiling(pixels.shape[-2] * pixels.shape[-1])
        distribution = self.vae.encode(pixels.to(self._device, self.vae.dtype)).latent_dist
        latent = distribution.mode().float().contiguous()
        mean, spread = self._moments(latent)
        return (latent - mean) / spread * self.vae.config.scaling_factor

    def _unscaled(self, latent: torch.Tensor) -> torch.Tensor:
        mean, spread = self._moments(latent)
        return latent * spread / self.vae.config.scaling_factor + mean

    def _moments(self, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return mean and deviation of each channel from the VAE's config, else 0 and 1."""
        config = self.vae.config
        mean, std = getattr(config, "latents_mean", None), getattr(config, "latents_std", None)
        if mean is None or std is None:
            return like.new_zeros(1), like.new_ones(1)
        return like.new_tensor(mean).view(1, -1, 1, 1), like.new_tensor(std).view(1, -1, 1, 1)

    def _uses_strips(self, pixels: int) -> bool:
        """Return whether a picture of `pixels` is decoded in strips, unless requested otherwise."""
        whole = self.tiling == "off" and not self._too_large(pixels)
        if self.tiling == "on" or whole or not decodes_in_strips(self.vae):
            return False
        return fits_in_strips(pixels, self.vae.dtype.itemsize, device_memory(self._device))

    def set_tiling(self, pixels: int) -> None:
        """Enable or disable the VAE's tiles, by `tiling` and the picture's size in `pixels`."""
        if hasattr(self.vae, "enable_tiling"):
            large = pixels > self._tile_above
            wanted = large if self.tiling == "auto" else self.tiling == "on"
            tiled = wanted or self._too_large(pixels)
            self.vae.enable_tiling() if tiled else self.vae.disable_tiling()

    def _too_large(self, pixels: int) -> bool:
        """Return whether the device can't hold `pixels` at once."""
        return pixels > TILE_ALWAYS_ABOVE.get(self._device.type, pixels)


def as_bytes(image: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Convert float32 0..1 to uint8 0..255, rounding as diffusers does."""
    return (image * 255).round().astype(np.uint8)


def looks_broken(image: NDArray[np.float32]) -> bool:
    """Return whether a picture is not finite, or all of one color, as overflows make it."""
    if not np.isfinite(image).all():
        return True
    return bool((image.max(axis=(0, 1)) - image.min(axis=(0, 1))).max() < 2 / 255)


class ForwardPreHook:
    """Context that calls `check` before each call of a torch module."""

    def __init__(self, module: Any, check: Callable[[], None]) -> None:
        self._module, self._check = module, check
        self._handle: Any = None

    def _before(self, *_: object) -> None:
        self._check()

    def __enter__(self) -> None:
        if hasattr(self._module, "register_forward_pre_hook"):
            self._handle = self._module.register_forward_pre_hook(self._before)

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            self._handle.remove()
