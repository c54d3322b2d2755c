"""Attention on (B, C, 1, S) tensors in the three forms of Apple's converter.

All three compute softmax(q k^T / sqrt(d)) v; they differ in how the work is split for the device.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import torch
from torch import Tensor, nn

from desktop.core.errors import BadInput

Attention = Literal["original", "split_einsum", "split_einsum_v2"]
Kernel = Callable[[Tensor, Tensor, Tensor, int], Tensor]

QUERY_CHUNK = 512


def original(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Return the attention of all heads at once: two batched matrix products, best on a GPU.

    `query` is (B, C, 1, Sq) and already scaled, `key` and `value` are (B, C, 1, Sk); the result is
    (B, C, 1, Sq).
    """
    batch, channels, _, length = query.shape
    shape = (batch, heads, channels // heads, -1)
    query, key, value = query.view(shape), key.view(shape), value.view(shape)
    weights = torch.softmax(query.transpose(2, 3) @ key, dim=-1)
    return (value @ weights.transpose(2, 3)).reshape(batch, channels, 1, length)


def split_einsum(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Return the attention head by head, channels first, to fit the Neural Engine's caches.

    Shapes as in `original`.
    """
    return _by_head(query, key, value, heads, chunk=0)


def split_einsum_v2(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Return `split_einsum` with each head's queries in chunks of 512, the last one shorter.

    Shapes as in `original`; correct for every length.
    """
    return _by_head(query, key, value, heads, chunk=QUERY_CHUNK)


def _by_head(query: Tensor, key: Tensor, value: Tensor, heads: int, chunk: int) -> Tensor:
    size = query.shape[1] // heads
    queries = torch.split(query, size, dim=1)
    keys = torch.split(key.transpose(1, 3), size, dim=3)
    values = torch.split(value, size, dim=1)
    return torch.cat(
        [_head(q, k, v, chunk) for q, k, v in zip(queries, keys, values, strict=True)], dim=1
    )


def _head(query: Tensor, key: Tensor, value: Tensor, chunk: int) -> Tensor:
    """Return one head: `query` (B, d, 1, Sq), `key` (B, Sk, 1, d), `value` (B, d, 1, Sk)."""
    length = query.shape[3]
    if not chunk or length <= chunk:
        return _attend(query, key, value)
    parts = [
        _attend(query[:, :, :, start : min(start + chunk, length)], key, value)
        for start in range(0, length, chunk)
    ]
    return torch.cat(parts, dim=3)


def _attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    weights = torch.einsum("bchq,bkhc->bkhq", query, key).softmax(dim=1)
    return torch.einsum("bkhq,bchk->bchq", weights, value)


KERNELS: dict[str, Kernel] = {
    "original": original,
    "split_einsum": split_einsum,
    "split_einsum_v2": split_einsum_v2,
}


def pointwise(linear: nn.Linear | nn.Conv2d, scale: float = 1.0) -> nn.Conv2d:
    """Return `linear` as a 1x1 convolution over (B, C, 1, S), its result multiplied by `scale`.

    Shares the weights where `scale` is 1.
    """
    weight, bias = linear.weight.detach(), linear.bias
    if weight.ndim == 2:
        weight = weight[:, :, None, None]
    conv = nn.Conv2d(1, 1, 1, bias=bias is not None, device="meta")
    conv.in_channels, conv.out_channels = weight.shape[1], weight.shape[0]
    conv.weight = nn.Parameter(weight if scale == 1 else weight * scale, requires_grad=False)
    if bias is not None:
        bias = bias.detach()
        conv.bias = nn.Parameter(bias if scale == 1 else bias * scale, requires_grad=False)
    return conv


class ChannelAttention(nn.Module):
    """diffusers' `Attention` with its weights as 1x1 convolutions and one of these kernels.

    The factor 1/sqrt(d) is folded into the query's weights: one operation less, and in float16 the
    scores of SD 2 stay within range.
    """

    def __init__(self, attention: Any, kernel: Kernel) -> None:
        super().__init__()
        extras = ("norm_q", "norm_k", "norm_cross", "spatial_norm", "add_k_proj", "bias_k")
        unknown = [name for name in extras if getattr(attention, name, None) is not None]
        if unknown:
            raise BadInput(
                "This model’s attention layers are of a kind that can’t be converted.",
                ", ".join(unknown),
            )
        self.kernel = kernel
        self.heads = int(attention.heads)
        self.query = pointwise(attention.to_q, attention.scale)
        self.key = pointwise(attention.to_k)
        self.value = pointwise(attention.to_v)
        self.out = pointwise(attention.to_out[0])

    def forward(self, hidden: Tensor, context: Tensor | None = None) -> Tensor:
        """Return the attention of `hidden` (B, C, 1, S) to `context` (B, C', 1, S') or itself."""
        source = hidden if context is None else context
        attended = self.kernel(self.query(hidden), self.key(source), self.value(source), self.heads)
        return self.out(attended)
