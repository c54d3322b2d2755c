"""A VAE decodes in strips as it does at once, in a fraction of the memory."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, AutoencoderKLFlux2, AutoencoderTiny

from desktop.core.errors import JobCancelled
from desktop.engines.flow.flow_codec import PackedCodec
from desktop.engines.sampling.strip_decode import decode_in_strips, decodes_in_strips
from desktop.engines.sampling.vae_codec import VaeCodec
from desktop.models.memory.decoding_size import fits_in_strips, strips_bytes

from .live_memory import LiveMemory

CPU = torch.device("cpu")
GB = 1e9


def vae(kind: Any, *channels: int, latent: int = 4, groups: int = 4, **more: Any) -> Any:
    levels = len(channels)
    torch.manual_seed(1)
    made = kind(
        block_out_channels=channels,
        down_block_types=["DownEncoderBlock2D"] * levels,
        up_block_types=["UpDecoderBlock2D"] * levels,
        layers_per_block=1 if levels < 4 else 2,
        latent_channels=latent,
        norm_num_groups=groups,
        sample_size=32,
        **more,
    )
    for name, value in made.named_parameters():
        if name.endswith("bias") and not value.is_meta:
            torch.nn.init.normal_(value, std=0.2)
    return made.eval().requires_grad_(False)


def latent(height: int, width: int, channels: int = 4) -> torch.Tensor:
    """A light upper half and a dark lower one, so that statistics differ from strip to strip."""
    generator = torch.Generator().manual_seed(2)
    noise = torch.randn(1, channels, height, width, generator=generator)
    return noise + torch.linspace(2, -2, height).view(1, 1, -1, 1)


def decibels(picture: torch.Tensor, whole: torch.Tensor) -> float:
    error = (picture - whole).double().square().mean().item()
    return 10 * math.log10(whole.double().var().item() / max(error, 1e-30))


@pytest.mark.parametrize("kind", [AutoencoderKL, AutoencoderKLFlux2])
@pytest.mark.parametrize("rows", [1, 3, 8, 40])
def test_strips_are_the_whole_and_tiles_are_not(kind: Any, rows: int) -> None:
    made = vae(kind, 8, 16)
    given = latent(40, 20)
    whole = made.decode(given, return_dict=False)[0]
    assert decibels(decode_in_strips(made, given, rows=rows), whole) > 90
    made.enable_tiling()
    tiled = made.decode(given, return_dict=False)[0]
    assert decibels(tiled, whole) < 40


def test_half_precision_is_as_good_as_the_whole() -> None:
    made = vae(AutoencoderKL, 8, 16, 16)
    given = latent(32, 24).bfloat16()
    right = made.decode(given.float(), return_dict=False)[0]
    made.to(torch.bfloat16)
    whole = decibels(made.decode(given, return_dict=False)[0], right)
    strips = decode_in_strips(made, given)
    assert decibels(strips, right) > whole - 0.5
    as_pictures = 10 * math.log10(2**2 / (strips - right).square().mean().item())
    assert as_pictures > 45


def test_the_parts_that_differ_between_vaes_are_kept() -> None:
    plain = vae(AutoencoderKL, 8, 16, use_post_quant_conv=False, mid_block_add_attention=False)
    given = latent(24, 24)
    whole = plain.decode(given, return_dict=False)[0]
    assert decibels(decode_in_strips(plain, given), whole) > 90
    assert not decodes_in_strips(AutoencoderTiny())


def test_it_can_be_stopped_between_strips() -> None:
    calls: list[int] = []

    def check() -> None:
        calls.append(1)
        if len(calls) == 5:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        decode_in_strips(vae(AutoencoderKL, 8, 16), latent(40, 8), check)


@pytest.mark.parametrize("codec", [VaeCodec, PackedCodec])
def test_larger_pictures_are_decoded_so_by_themselves(codec: type[VaeCodec]) -> None:
    packed = codec is PackedCodec
    made = codec(vae(AutoencoderKLFlux2 if packed else AutoencoderKL, 4, 4, 4, 4), CPU)
    checks: list[int] = []
    given = latent(9, 65, channels=16) if packed else latent(18, 130)
    picture = torch.asarray(made.decode(given, lambda: checks.append(1)))
    assert len(checks) == 1, "small pictures are decoded at once"
    checks.clear()
    given = latent(34, 34, channels=16) if packed else latent(68, 68)
    picture = torch.asarray(made.decode(given, lambda: checks.append(1)))
    assert len(checks) > 50
    made.tiling = "off"
    assert decibels(picture, torch.asarray(made.decode(given))) > 70
    made.tiling = "on"
    checks.clear()
    made.decode(given, lambda: checks.append(1))
    assert made.vae.use_tiling
    assert len(checks) > 1, "each tile is a call of the decoder"


@pytest.mark.parametrize(("side", "most"), [(1024, 2.0), (2048, 4.0)])
def test_the_memory_of_real_size(side: int, most: float) -> None:
    """Of FLUX's VAE in half precision, on the meta device: what is alive at the most."""
    with torch.device("meta"):
        made = vae(AutoencoderKL, 128, 256, 512, 512, latent=16, groups=32).to(torch.bfloat16)
        given = torch.empty(1, 16, side // 8, side // 8, dtype=torch.bfloat16)
    with LiveMemory() as live:
        picture = decode_in_strips(made, given)
    assert picture.shape == (1, 3, side, side)
    assert live.peak < most * GB
    assert live.peak == pytest.approx(strips_bytes(side * side, 2), rel=0.05)
    assert live.largest < 0.15 * GB, "no tensor is larger than a strip"


def test_what_does_not_fit_in_strips_is_left_to_tiles() -> None:
    assert not fits_in_strips(512 * 512, 2, 16 * 2**30)
    assert fits_in_strips(2048 * 2048, 2, 16 * 2**30)
    assert not fits_in_strips(4096 * 4096, 2, 16 * 2**30)
