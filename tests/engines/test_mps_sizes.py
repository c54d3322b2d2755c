"""Models of real size on the pretended Mac's GPU, by shapes alone: nothing there outgrows 4 GiB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel

from desktop.core.hardware.attention_size import SCORES_LIMIT
from desktop.engines.mps_attention import on_device
from desktop.engines.sampling.vae_codec import VaeCodec
from desktop.models.resources import resource

from .pretended_mps import PretendedMps, RefusedByMps, active, pretended_mps

MPS = torch.device("mps")


@pytest.fixture
def mps() -> Iterator[PretendedMps]:
    with pretended_mps(shapes_only=True) as mps, torch.inference_mode(), active(mps):
        yield mps


def config(part: str, name: str) -> dict[str, Any]:
    """A family's own, with its widths and heads, but each block only one layer deep."""
    found = json.loads(resource("configs", part, f"{name}.json").read_text("utf-8"))
    depth = {"layers_per_block": 1, "reverse_transformer_layers_per_block": None}
    return found | depth | ({"transformer_layers_per_block": 1} if part == "unet" else {})


def network(cls: Any, part: str, name: str, dtype: torch.dtype) -> Any:
    """A network of real widths without numbers; it has PyTorch's own attention."""
    with torch.device("meta"):
        made = cls.from_config(config(part, name))
    return made.to(dtype)


def call_unet(unet: Any, side: int, dtype: torch.dtype, batch: int = 2) -> Any:
    """One step for a picture of `side` x `side` pixels with guidance."""
    width = unet.config.cross_attention_dim
    sample = torch.empty(batch, unet.config.in_channels, side // 8, side // 8, dtype=dtype)
    words = torch.empty(batch, 77, width, dtype=dtype)
    added: dict[str, Any] = {}
    if unet.config.addition_embed_type == "text_time":
        pooled = torch.empty(batch, 1280, dtype=dtype).to(MPS)
        times = 5 if unet.config.projection_class_embeddings_input_dim == 2560 else 6
        ids = torch.empty(batch, times, dtype=dtype).to(MPS)
        added["added_cond_kwargs"] = {"text_embeds": pooled, "time_ids": ids}
    return unet(sample.to(MPS), torch.tensor(5).to(MPS), words.to(MPS), **added).sample


DTYPES = pytest.mark.parametrize("dtype", [torch.float16, torch.float32], ids=["fp16", "fp32"])


@DTYPES
@pytest.mark.parametrize("name", ["sd1", "sd2", "sdxl", "sdxl_refiner"])
def test_a_unet_fits(mps: PretendedMps, name: str, dtype: torch.dtype) -> None:
    unet = on_device(network(UNet2DConditionModel, "unet", name, dtype), MPS)
    assert call_unet(unet, 1536, dtype).shape == (2, 4, 192, 192)
    assert mps.largest_scores <= SCORES_LIMIT


@pytest.mark.slow
@DTYPES
@pytest.mark.parametrize("name", ["sd1", "sd1_inpaint", "sd2", "sdxl", "sdxl_refiner", "ssd1b"])
def test_a_unet_fits_at_3072(mps: PretendedMps, name: str, dtype: torch.dtype) -> None:
    unet = on_device(network(UNet2DConditionModel, "unet", name, dtype), MPS)
    assert call_unet(unet, 3072, dtype).shape == (2, 4, 384, 384)
    assert mps.largest_scores <= SCORES_LIMIT


def test_without_blocks_of_queries_it_ends_the_process(mps: PretendedMps) -> None:
    """High-res fix of a picture of 512 pixels: 1024."""
    unet = network(UNet2DConditionModel, "unet", "sd1", torch.float16).to(MPS)
    call_unet(unet, 512, torch.float16)
    with pytest.raises(RefusedByMps, match="scores"):
        call_unet(unet, 1024, torch.float16)


def test_a_controlnet_fits(mps: PretendedMps) -> None:
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(config("unet", "sd1"))
        net = ControlNetModel.from_unet(unet, load_weights_from_unet=False)
    net = on_device(net, MPS, torch.float16)
    sample = torch.empty(2, 4, 128, 128, dtype=torch.float16).to(MPS)
    words = torch.empty(2, 77, 768, dtype=torch.float16).to(MPS)
    picture = torch.empty(2, 3, 1024, 1024, dtype=torch.float16).to(MPS)
    net(sample, torch.tensor(5).to(MPS), words, picture)
    assert 0 < mps.largest_scores <= SCORES_LIMIT


def vae_codec(name: str, dtype: torch.dtype) -> VaeCodec:
    vae = on_device(network(AutoencoderKL, "vae", name, dtype).eval(), MPS)
    return VaeCodec(vae, MPS)


def test_a_vae_fits(mps: PretendedMps) -> None:
    codec = vae_codec("sd", torch.float32)
    codec.tiling = "off"
    codec.set_tiling(2048 * 2048)
    codec.vae.encode(torch.empty(1, 3, 2048, 2048).to(MPS))
    picture = codec.vae.decode(torch.empty(1, 4, 256, 256).to(MPS), return_dict=False)[0]
    assert picture.shape[-2:] == (2048, 2048)
    assert mps.largest_tensor == 2**32
    assert mps.largest_scores <= SCORES_LIMIT


def test_above_that_there_are_tiles_even_where_they_are_off(mps: PretendedMps) -> None:
    codec = vae_codec("sd", torch.float32)
    for side, tiling, wanted in ((1408, "auto", False), (1416, "auto", True), (2056, "off", True)):
        codec.tiling = tiling
        codec.set_tiling(side * side)
        assert codec.vae.use_tiling == wanted


def test_without_tiles_it_ends_the_process(mps: PretendedMps) -> None:
    codec = vae_codec("sd", torch.float32)
    codec.vae.disable_tiling()
    with pytest.raises(RefusedByMps, match="NDArray"):
        codec.vae.decode(torch.empty(1, 4, 260, 260).to(MPS))
