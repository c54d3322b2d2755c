"""Latents of all pictures, and the coder's last step: each channel with mean 0 and one size."""

from __future__ import annotations

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor

from .vae import as_tensor, encode_quickly

# SD 1's factor: whoever has it written in needs no other number.
SCALING_FACTOR = 0.18215


@torch.no_grad()
def all_latents(vae: AutoencoderKL, pictures: np.ndarray, size: int = 4) -> Tensor:
    """Unscaled latent means of all pictures."""
    parts = [
        encode_quickly(vae, as_tensor(pictures[start : start + size]))[0]
        for start in range(0, len(pictures), size)
    ]
    return torch.cat(parts)


@torch.no_grad()
def standardise(vae: AutoencoderKL, latents: Tensor) -> None:
    """Folds mean and size of each channel into the coder's outermost 1x1 kernels.

    Afterwards latents times `SCALING_FACTOR` have mean 0 and deviation 1, channel by channel,
    as diffusion wants them; what is drawn from them stays the same.
    """
    mean = latents.mean((0, 2, 3))
    gain = 1 / (latents.std((0, 2, 3)) * SCALING_FACTOR)
    channels = len(mean)
    into, out = vae.quant_conv, vae.post_quant_conv
    out.bias += torch.einsum("oiyx,i->o", out.weight, mean)
    out.weight /= gain[None, :, None, None]
    into.bias[:channels] = (into.bias[:channels] - mean) * gain
    into.weight[:channels] *= gain[:, None, None, None]
    into.bias[channels:] += 2 * gain.log()
    vae.register_to_config(scaling_factor=SCALING_FACTOR)
