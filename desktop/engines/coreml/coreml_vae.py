"""A Core ML VAE as the VAE of a stock diffusers pipeline."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch
from diffusers.models.autoencoders.vae import DecoderOutput, DiagonalGaussianDistribution
from torch import Tensor

from desktop.core.errors import BadInput
from desktop.models.bundles.assemble import Bundle
from desktop.models.bundles.roles import ROLE_WORDS

from .arrays import array
from .coreml_unet import CoreMLModule
from .part_cache import PartCache


class CoreMLVAE(CoreMLModule):
    """VAE decoder, and encoder if converted, for one picture at a time."""

    def __init__(self, bundle: Bundle, part_cache: PartCache) -> None:
        halvings = max(bundle.vae_factor.bit_length() - 1, 0)
        super().__init__(
            {
                "_class_name": "AutoencoderKL",
                "block_out_channels": [1] * (halvings + 1),
                "latent_channels": 4,
                "scaling_factor": bundle.vae_scale,
                "shift_factor": None,
                "latents_mean": None,
                "latents_std": None,
                "force_upcast": False,
                "sample_size": max(bundle.width, bundle.height),
            }
        )
        self._bundle, self._part_cache = bundle, part_cache

    def decode(self, z: Tensor, return_dict: bool = True, **_: object) -> Any:
        """Decode `z` (B, 4, h, w), already divided by the scale, to (B, 3, H, W) in -1..1."""
        part = self._bundle.parts["vae_decoder"]
        images = [
            self._part_cache.run(
                "vae_decoder", ROLE_WORDS["vae_decoder"], [part], {"z": array(row)}
            )
            for row in torch.split(z, 1)
        ]
        image = torch.cat([torch.asarray(found["image"]) for found in images])
        return DecoderOutput(sample=image) if return_dict else (image,)

    def encode(self, x: Tensor, return_dict: bool = True, **_: object) -> Any:
        """Encode `x` (B, 3, H, W) in -1..1 to the distribution of its latent, not yet scaled."""
        part = self._bundle.parts.get("vae_encoder")
        if part is None:
            raise BadInput("This model has no VAE encoder: starting images can’t be used.")
        name = self._bundle.latent_output
        moments = [
            self._part_cache.run(
                "vae_encoder", ROLE_WORDS["vae_encoder"], [part], {"x": array(row)}
            )[name]
            for row in torch.split(x, 1)
        ]
        found = DiagonalGaussianDistribution(torch.cat([torch.asarray(m) for m in moments]))
        return SimpleNamespace(latent_dist=found) if return_dict else (found,)
