"""Our attention and our channels-first layers against torch's and diffusers' own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from diffusers import ControlNetModel, UNet2DConditionModel

from desktop.core.errors import BadInput
from desktop.engines.convert.networks import modules
from desktop.engines.convert.networks.channel_attention import KERNELS
from desktop.engines.convert.part_check import psnr
from tests.engines import tiny

LENGTHS = [(77, 77), (512, 77), (576, 576), (784, 784), (1200, 30), (1024, 1024)]


@pytest.fixture(autouse=True)
def no_gradients() -> Any:
    with torch.no_grad():
        yield


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("queries", "keys"), LENGTHS)
def test_every_kernel_is_scaled_dot_product_attention(kernel: str, queries: int, keys: int) -> None:
    heads, size = 2, 8
    random = torch.Generator().manual_seed(queries)
    query = torch.randn(2, heads, queries, size, generator=random)
    key, value = torch.randn(2, 2, heads, keys, size, generator=random)
    expected = F.scaled_dot_product_attention(query, key, value)

    def flat(tensor: torch.Tensor) -> torch.Tensor:
        return tensor.transpose(2, 3).reshape(2, heads * size, 1, -1)

    actual = KERNELS[kernel](flat(query) / size**0.5, flat(key), flat(value), heads)
    assert actual.shape == (2, heads * size, 1, queries)
    assert torch.allclose(actual, flat(expected), atol=1e-5)


def _inputs(unet: Any, height: int, width: int) -> dict[str, torch.Tensor]:
    random = torch.Generator().manual_seed(1)
    inputs = {
        "sample": torch.randn(2, 4, height, width, generator=random),
        "timestep": torch.tensor([981.0, 13.5]),
        "states": torch.randn(2, unet.config.cross_attention_dim, 1, 77, generator=random),
    }
    if unet.config.addition_embed_type:
        ids = torch.tensor([[64.0, 64, 0, 8, 64, 48]]).repeat(2, 1)
        inputs |= {"time_ids": ids, "text_embeds": torch.randn(2, 32, generator=random)}
    return inputs


def _diffusers(unet: Any, inputs: dict[str, torch.Tensor], **more: Any) -> torch.Tensor:
    added = {key: inputs[key] for key in ("time_ids", "text_embeds") if key in inputs}
    states = inputs["states"][:, :, 0].transpose(1, 2)
    return unet(
        inputs["sample"], inputs["timestep"], states, added_cond_kwargs=added or None, **more
    ).sample


def _same(expected: torch.Tensor, actual: torch.Tensor) -> bool:
    return psnr(expected.numpy(), actual.numpy()) > 100


SIZES = [(9, 13), (24, 24)]


@pytest.mark.parametrize("attention", KERNELS)
@pytest.mark.parametrize("family", ["sd", "sd2v", "sdxl"])
@pytest.mark.parametrize("size", SIZES)
def test_the_unet_is_diffusers_unet(
    attention: Any, family: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    folder = str(request.getfixturevalue(family))
    load = UNet2DConditionModel.from_pretrained
    original: Any = load(folder, subfolder="unet").eval()
    ours = modules.UNet(load(folder, subfolder="unet").eval(), attention)
    inputs = _inputs(original, *size)
    assert _same(_diffusers(original, inputs), ours(*inputs.values()))


def test_a_unet_for_controlnets_adds_their_residuals(sd: Path, tmp_path: Path) -> None:
    load = UNet2DConditionModel.from_pretrained
    original: Any = load(str(sd), subfolder="unet").eval()
    net: Any = ControlNetModel.from_pretrained(str(tiny.make_controlnet(tmp_path, original)))
    inputs = _inputs(original, 8, 8)
    condition = torch.rand(2, 3, 64, 64)
    states = inputs["states"][:, :, 0].transpose(1, 2)
    down, middle = net(inputs["sample"], inputs["timestep"], states, condition, return_dict=False)
    residuals = (*down, middle)
    ours = modules.ControlNet(net, "split_einsum")(*inputs.values(), condition)
    assert len(ours) == len(residuals)
    assert all(_same(want, got) for want, got in zip(residuals, ours, strict=True))

    expected = _diffusers(
        original,
        inputs,
        down_block_additional_residuals=down,
        mid_block_additional_residual=middle,
    )
    controlled = modules.UNet(load(str(sd), subfolder="unet").eval(), "original", len(residuals))
    actual = controlled(*inputs.values(), *residuals)
    assert _same(expected, actual)
    assert not _same(_diffusers(original, inputs), actual)


@pytest.mark.parametrize(
    "changes",
    [
        {"attention_type": "gated"},
        {"resnet_time_scale_shift": "scale_shift"},
        {
            "cross_attention_norm": "layer_norm",
            "down_block_types": ("SimpleCrossAttnDownBlock2D",) * 2,
            "up_block_types": ("SimpleCrossAttnUpBlock2D",) * 2,
            "mid_block_type": "UNetMidBlock2DSimpleCrossAttn",
        },
    ],
)
def test_what_has_no_channels_first_form_is_refused(changes: dict[str, Any]) -> None:
    unet = tiny.make_unet(**changes)
    with pytest.raises(BadInput, match="can’t be converted"):
        modules.UNet(unet, "original")
