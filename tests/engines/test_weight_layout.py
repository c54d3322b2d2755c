"""A CPU's VAE has its channels side by side, and computes what it computed before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

from desktop.engines.sampling.vae_codec import VaeCodec
from desktop.engines.torch.devices import suit_layout
from desktop.models.resources import resource

CPU = torch.device("cpu")


def starter_vae(dtype: torch.dtype) -> Any:
    loader: Any = AutoencoderKL
    vae = loader.from_pretrained(Path(resource("starter")) / "vae", local_files_only=True)
    return vae.eval().requires_grad_(False).to(dtype)


@pytest.mark.parametrize(
    ("dtype", "least"), [(torch.float32, 90.0), (torch.bfloat16, 40.0)], ids=["fp32", "bf16"]
)
def test_a_picture_and_its_latent_are_equal_within_rounding(dtype: torch.dtype, least: float):
    plain = VaeCodec(starter_vae(dtype), CPU)
    laid_out = VaeCodec(suit_layout(starter_vae(dtype), CPU), CPU)
    channels = plain.vae.config.latent_channels
    latent = torch.randn(1, channels, 8, 8, generator=torch.Generator().manual_seed(3))

    one, other = plain.decode(latent), laid_out.decode(latent)
    pixels = torch.asarray(one).permute(2, 0, 1)[None] * 2 - 1
    encoded, again = plain.encode(pixels), laid_out.encode(pixels)

    assert _decibels(torch.asarray(one), torch.asarray(other)) > least
    assert _decibels(encoded, again) > least
    assert again.is_contiguous()


def test_only_a_cpu_gets_it():
    on_cpu = suit_layout(starter_vae(torch.float32), CPU)
    elsewhere = suit_layout(starter_vae(torch.float32), torch.device("meta"))

    def laid_out(vae: Any) -> bool:
        weights = (w for w in vae.parameters() if w.dim() == 4 and min(w.shape[1:]) > 1)
        return all(w.is_contiguous(memory_format=torch.channels_last) for w in weights)

    assert laid_out(on_cpu)
    assert not laid_out(elsewhere)


def _decibels(one: torch.Tensor, other: torch.Tensor) -> float:
    span = float(one.max() - one.min())
    error = float((one.float() - other.float()).pow(2).mean())
    return 120.0 if error == 0 else 10 * float(torch.log10(torch.tensor(span**2 / error)))
