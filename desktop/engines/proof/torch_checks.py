"""Checks of PyTorch; each returns the measured deviation and its limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from desktop.engines.mps_attention import chunked_sdpa
from desktop.engines.torch.whole_modules import load_module, part_words
from desktop.models.resources import resource

from .lab import Lab, difference, numbers

Measured = tuple[float, float]
_ROUNDING = 0.03
"""Allowed deviation of half precision over some layers; a fault deviates by about 1."""
_EXACT = 1e-4
_LARGE_BYTES = 2**32 - 2**26


def _attention(width: int) -> Callable[[Lab], Measured]:
    def check(lab: Lab) -> Measured:
        query, key, value = (numbers(2, 8, 256, width, seed=seed) for seed in range(3))
        found = lab.deviation(F.scaled_dot_product_attention, query, key, value, dtype=lab.half)
        return found, _ROUNDING

    return check


def _strided_attention(lab: Lab) -> Measured:
    """Check queries, keys and values as permuted views, in shapes with known faults."""

    def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        query, key, value = (part.permute(0, 2, 1, 3) for part in (query, key, value))
        return F.scaled_dot_product_attention(query, key, value)

    worst = 0.0
    for shape in ((84, 3, 3, 64), (2, 256, 8, 64), (2, 256, 8, 40)):
        parts = [numbers(*shape, seed=seed) for seed in range(3)]
        worst = max(worst, lab.deviation(attend, *parts, dtype=torch.float32))
    return worst, _EXACT


def _large_attention(lab: Lab) -> Measured:
    """Check attention of all queries, but compare only a few: the rows are independent."""
    tokens = 16384 if lab.large else 512
    limit = 2**30 if lab.large else 2**20
    picked = torch.arange(0, tokens, tokens // 16)
    parts = [numbers(2, 8, tokens, 40, seed=seed).to(lab.half) for seed in range(3)]

    def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return chunked_sdpa(query, key, value, limit=limit)[:, :, :: tokens // 16]

    query, key, value = (part.double() for part in parts)
    scores = query[:, :, picked] @ key.transpose(-1, -2) * 40**-0.5
    return difference(lab.run(attend, *parts), scores.softmax(-1) @ value), _ROUNDING


def _chunk_then_convolution(lab: Lab) -> Measured:
    def work(whole: Tensor, weights: Tensor) -> Tensor:
        return F.conv2d(whole.chunk(2, dim=1)[1], weights, padding=1)

    whole, weights = numbers(2, 32, 16, 16), numbers(16, 16, 3, 3, seed=1)
    return lab.deviation(work, whole, weights, dtype=torch.float32), _EXACT


def _strided_weights(lab: Lab) -> Measured:
    def work(picture: Tensor, weights: Tensor) -> Tensor:
        return F.conv2d(picture, weights[:, :, 1])

    picture, weights = numbers(1, 16, 16, 16), numbers(8, 16, 3, 3, 3, seed=1)
    return lab.deviation(work, picture, weights, dtype=torch.float32), _EXACT


def _group_norm(lab: Lab) -> Measured:
    """Check with numbers as large as activations get."""

    def work(states: Tensor) -> Tensor:
        return F.silu(F.group_norm(states, 32))

    return lab.deviation(work, numbers(2, 64, 32, 32) * 50 + 100, dtype=lab.half), _ROUNDING


def _cpu_scalar(lab: Lab) -> Measured:
    def work(states: Tensor) -> Tensor:
        table = torch.tensor([9.0, 2.0, 7.0], dtype=states.dtype)
        return states * table[1] + table[2]

    return lab.deviation(work, numbers(64), dtype=torch.float32), _EXACT


def _lerp(lab: Lab) -> Measured:
    def work(levels: Tensor) -> Tensor:
        return levels.log().lerp(levels.roll(1).log(), 0.5).exp()[1:]

    levels = torch.tensor([14.0, 2.0, 0.5, 0.0], dtype=torch.float64)
    return lab.deviation(work, levels, dtype=torch.float32), _EXACT


def _integers(lab: Lab) -> Measured:
    def work(values: Tensor, order: Tensor) -> Tensor:
        large = order + 2**40
        ranked = torch.sort(values, stable=True)
        return (large[ranked.indices] - 2**40) * 3 + ranked.values.round().long()

    order = torch.arange(4096, dtype=torch.int64)
    return lab.deviation(work, numbers(4096) * 100, order, dtype=torch.float32), 0.0


def _large_array(lab: Lab) -> Measured:
    """Check sums of rows of ones, some of them twos."""
    rows = (_LARGE_BYTES if lab.large else 2**24) // 2 // 2**14
    marked = torch.arange(rows, dtype=torch.float64) % 7

    def work(marks: Tensor) -> Tensor:
        array = torch.ones(rows, 2**14, dtype=torch.float16, device=marks.device)
        array[:, 0] += marks.to(torch.float16)
        return array.sum(dim=1, dtype=torch.float32)

    return difference(lab.run(work, marked.float()), marked + 2**14), _EXACT


def _unet(lab: Lab) -> Measured:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    rng: Any = torch.random
    rng.manual_seed(0)
    unet = UNet2DConditionModel(
        sample_size=16,
        block_out_channels=(80, 160),
        layers_per_block=1,
        attention_head_dim=2,
        cross_attention_dim=64,
        norm_num_groups=16,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    ).eval()
    inputs = numbers(2, 4, 16, 16), numbers(2, 77, 64, seed=1)

    def work(sample: Tensor, words: Tensor) -> Tensor:
        net: Any = torch.nn.Module.to(unet, sample.device, sample.dtype)
        return net(sample, torch.tensor(500, device=sample.device), words).sample

    return lab.deviation(work, *inputs, dtype=lab.half), _ROUNDING


def _vae(lab: Lab) -> Measured:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    vae = load_module(AutoencoderKL, resource("starter", "vae"), part_words("vae"))

    def work(latent: Tensor) -> Tensor:
        net: Any = torch.nn.Module.to(vae, latent.device, latent.dtype)
        return net.decode(latent).sample

    return lab.deviation(work, numbers(1, 4, 32, 32), dtype=lab.half), 2 * _ROUNDING


CHECKS: dict[str, Callable[[Lab], Measured]] = {
    **{f"attention_{width}": _attention(width) for width in (40, 64, 80, 160)},
    "strided_attention": _strided_attention,
    "large_attention": _large_attention,
    "chunk_then_convolution": _chunk_then_convolution,
    "strided_weights": _strided_weights,
    "group_norm": _group_norm,
    "cpu_scalar": _cpu_scalar,
    "lerp": _lerp,
    "integers": _integers,
    "large_array": _large_array,
    "unet": _unet,
    "vae": _vae,
}
