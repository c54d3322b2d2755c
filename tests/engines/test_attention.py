"""Attention in blocks of queries is the whole attention, in far less memory at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from diffusers.models.attention_processor import AttnProcessor2_0
from torch.overrides import TorchFunctionMode

from desktop.core.hardware.attention_size import SCORES_LIMIT, scores_bytes
from desktop.core.hardware.proof import AttentionMode
from desktop.engines.mps_attention import (
    ChunkedAttnProcessor,
    chunk_attention,
    chunked_sdpa,
    mode_of,
)

from . import tiny

WIDTHS = (40, 64, 80, 160)
"""Of the heads of SD 1 (40, 80, 160), SD 2 and SDXL (64)."""


class LargestScores(TorchFunctionMode):
    """Notes the most bytes of scores that one call of SDPA would make."""

    def __init__(self) -> None:
        super().__init__()
        self.largest = self.calls = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is F.scaled_dot_product_attention:
            query, key = args[0], args[1]
            scores = scores_bytes(*query.shape[:3], key.shape[-2])
            self.largest, self.calls = max(self.largest, scores), self.calls + 1
        return func(*args, **(kwargs or {}))


def heads(batch: int, tokens: int, width: int, seed: int = 0) -> torch.Tensor:
    """(batch, 8, tokens, width), strided as diffusers hands it on."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(batch, tokens, 8, width, generator=generator).transpose(1, 2)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("keys", [300, 77])
def test_blocks_give_what_the_whole_gives(width: int, dtype: torch.dtype, keys: int) -> None:
    query = heads(2, 300, width).to(dtype)
    key, value = heads(2, keys, width, 1).to(dtype), heads(2, keys, width, 2).to(dtype)
    whole = F.scaled_dot_product_attention(query, key, value)
    with LargestScores() as seen:
        blocks = chunked_sdpa(query, key, value, limit=2**20)
    assert seen.calls > 1
    assert seen.largest <= 2**20
    rounding = 4 * torch.finfo(dtype).eps
    assert (blocks - whole).abs().max() <= rounding * whole.abs().max()


def test_a_mask_is_cut_with_its_queries() -> None:
    query, key, value = (heads(2, 50, 40, seed) for seed in range(3))
    generator = torch.Generator().manual_seed(9)
    whole_mask = torch.randn(2, 1, 50, 50, generator=generator)
    for mask in (whole_mask, whole_mask[:, :, :1]):
        wanted = F.scaled_dot_product_attention(query, key, value, mask, scale=0.2)
        found = chunked_sdpa(query, key, value, mask, limit=2 * 8 * 50 * 4 * 7, scale=0.2)
        assert torch.allclose(found, wanted, atol=1e-6)


def test_one_query_is_the_smallest_block() -> None:
    query, key, value = (heads(1, 5, 40, seed) for seed in range(3))
    with LargestScores() as seen:
        found = chunked_sdpa(query, key, value, limit=1)
    assert seen.calls == 5
    assert torch.allclose(found, F.scaled_dot_product_attention(query, key, value), atol=1e-6)


def test_what_needs_the_whole_is_refused() -> None:
    query = heads(1, 5, 40)
    for asked in ({"is_causal": True}, {"dropout_p": 0.1}):
        with pytest.raises(ValueError, match="blocks"):
            chunked_sdpa(query, query, query, **asked)


@pytest.mark.parametrize("limit", [10_000, SCORES_LIMIT])
def test_a_unet_draws_the_same_with_and_without(limit: int) -> None:
    torch.manual_seed(0)
    unet = tiny.make_unet().eval()
    sample, words = torch.randn(2, 4, 16, 16), torch.randn(2, 77, tiny.WIDTH)
    with torch.inference_mode(), LargestScores() as plain:
        wanted = unet(sample, 5, words).sample
    unet.set_attn_processor(ChunkedAttnProcessor(limit))
    with torch.inference_mode(), LargestScores() as seen:
        found = unet(sample, 5, words).sample
    assert torch.allclose(found, wanted, atol=1e-5)
    assert plain.largest > 10_000
    assert seen.largest <= limit
    assert (seen.calls > plain.calls) == (limit < plain.largest)


def test_a_vaes_attention_is_chunked_too() -> None:
    """In float64: in float32 this VAE's own rounding is larger than what is held here."""
    vae = tiny.make_vae().eval().double()
    latent = torch.randn(1, 4, 16, 16, dtype=torch.float64)
    with torch.inference_mode():
        wanted = vae.decode(latent).sample
        chunk_attention(vae)
        known = set(vae.attn_processors.values())
        assert {type(one) for one in known} == {ChunkedAttnProcessor}
        vae.set_attn_processor(ChunkedAttnProcessor(10_000))
        assert torch.allclose(vae.decode(latent).sample, wanted, rtol=0, atol=1e-11)


def test_only_stock_attention_is_exchanged(tmp_path: Path) -> None:
    class Own(AttnProcessor2_0):
        """Somebody's own."""

    unet = tiny.make_unet()
    own = Own()
    names = list(unet.attn_processors)
    unet.set_attn_processor({name: AttnProcessor2_0() for name in names} | {names[0]: own})
    chunk_attention(unet)
    kinds = [type(one) for one in unet.attn_processors.values()]
    assert kinds == [Own] + [ChunkedAttnProcessor] * (len(names) - 1)
    chunk_attention(torch.nn.Linear(2, 2))  # a text encoder has none of diffusers' attention


@pytest.mark.parametrize("mode", ["contiguous", "math"])
def test_the_ways_around_faulty_kernels_draw_the_same(mode: AttentionMode) -> None:
    torch.manual_seed(0)
    unet = tiny.make_unet().eval()
    sample, words = torch.randn(2, 4, 16, 16), torch.randn(2, 77, tiny.WIDTH)
    with torch.inference_mode():
        wanted = unet(sample, 5, words).sample
        chunk_attention(unet, mode)
        assert mode_of(unet) == mode
        with LargestScores() as seen:
            found = unet(sample, 5, words).sample
    assert torch.allclose(found, wanted, atol=1e-5)
    assert (seen.calls == 0) == (mode == "math")


def test_plain_attention_takes_masks() -> None:
    query, key, value = (heads(2, 50, 40, seed) for seed in range(3))
    added = torch.randn(2, 1, 50, 50, generator=torch.Generator().manual_seed(9))
    for mask in (added, added > 0, None):
        wanted = F.scaled_dot_product_attention(query, key, value, mask)
        found = chunked_sdpa(query, key, value, mask, limit=2 * 8 * 50 * 4 * 7, math=True)
        assert torch.allclose(found, wanted, atol=1e-6)
