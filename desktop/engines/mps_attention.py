"""Attention in blocks of queries, so that no score matrix exceeds what MPS can address.

An array of more than 4 GiB ends the process on MPS. SD 1's heads are 40, 80 and 160 wide, for which
PyTorch has no flash kernel there: it computes the whole matrix (batch, heads, queries, keys), 16
GiB in float32 at 1024 x 1024. diffusers' own slicing is no alternative: on MPS it gives NaN.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.attention_processor import AttnProcessor2_0
from torch import Tensor
from torch.overrides import TorchFunctionMode

from desktop.core.hardware.attention_size import SCORES_LIMIT, scores_bytes
from desktop.core.hardware.proof import AttentionMode


class ChunkedAttnProcessor(AttnProcessor2_0):
    """diffusers' attention processor with its scores limited to `limit` bytes (float32).

    A block of queries attends to all keys, so the result is that of the whole, to rounding. `mode`
    is the workaround found by `easel doctor --prove`, see core.proof.DeviceChoices.
    """

    def __init__(self, limit: int = SCORES_LIMIT, mode: AttentionMode = "") -> None:
        super().__init__()
        self._limit = limit
        self.mode: AttentionMode = mode

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
    ) -> Tensor:
        """See AttnProcessor2_0. `hidden_states` is (B, N, C) or (B, C, H, W)."""
        whole: Any = super()
        with BoundedAttention(self._limit, self.mode):
            return whole.__call__(attn, hidden_states, encoder_hidden_states, attention_mask, temb)


class BoundedAttention(TorchFunctionMode):
    """Context in which attention with more than `limit` bytes of scores runs in blocks.

    `mode` is as in ChunkedAttnProcessor: if set, `chunked_sdpa` computes all attention.
    """

    def __init__(self, limit: int = SCORES_LIMIT, mode: AttentionMode = "") -> None:
        super().__init__()
        self._limit = limit
        self._mode: AttentionMode = mode

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        given: dict[str, Any] = dict(kwargs or {})
        if func is not F.scaled_dot_product_attention:
            return func(*args, **given)
        query, key = args[:2] if len(args) > 1 else (given["query"], given["key"])
        batch, heads, queries, _ = query.shape
        scores = scores_bytes(batch, heads, queries, key.shape[-2])
        if scores <= self._limit and not self._mode:
            return func(*args, **given)
        given.pop("enable_gqa", None)
        return chunked_sdpa(*args, limit=self._limit, math=self._mode == "math", **given)


def bounded_attention(device: torch.device) -> AbstractContextManager[Any]:
    """Return the context for a transformer on `device`: MPS allocates all scores at once.

    24 heads over 16,896 tokens (2048 x 2048) would make a matrix of 14 GB there.
    """
    return BoundedAttention() if device.type == "mps" else nullcontext()


def chunked_sdpa(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    limit: int = SCORES_LIMIT,
    scale: float | None = None,
    math: bool = False,
) -> Tensor:
    """Compute `scaled_dot_product_attention` of (B, H, N, D) with at most `limit` score bytes.

    `math` avoids PyTorch's fused kernels. Raises ValueError for a causal mask or dropout, which
    need the whole.
    """
    if is_causal or dropout_p:
        raise ValueError("Attention with a causal mask or dropout can't be computed in blocks.")
    batch, heads, queries, _ = query.shape
    step = max(1, limit // scores_bytes(batch, heads, 1, key.shape[-2]))
    key, value = key.contiguous(), value.contiguous()
    result = query.new_empty(batch, heads, queries, value.shape[-1])
    for start in range(0, queries, step):
        rows = slice(start, min(start + step, queries))
        mask = attn_mask
        if mask is not None and mask.shape[-2] == queries:
            mask = mask[..., rows, :]
        # contiguous: on MPS strided ones have given wrong numbers (pytorch issues 163597, 181133)
        block = query[:, :, rows].contiguous()
        attend = _plain_attention if math else F.scaled_dot_product_attention
        result[:, :, rows] = attend(block, key, value, mask, scale=scale)
    return result


def _plain_attention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, *, scale: float | None
) -> Tensor:
    """Compute attention by definition, with float32 scores; `mask` is additive or bool."""
    scores = (query @ key.transpose(-1, -2)).float() * (scale or query.shape[-1] ** -0.5)
    if mask is not None and mask.dtype == torch.bool:
        scores = scores.masked_fill(~mask, float("-inf"))
    elif mask is not None:
        scores = scores + mask
    return scores.softmax(-1).to(value.dtype) @ value


def on_device(
    module: Any,
    device: torch.device,
    dtype: torch.dtype | None = None,
    mode: AttentionMode = "",
) -> Any:
    """Move `module` to `device` (and `dtype`); on MPS its attention becomes chunked."""
    module.to(device) if dtype is None else module.to(device, dtype)
    if device.type == "mps":
        chunk_attention(module, mode)
    return module


def mode_of(module: Any) -> AttentionMode:
    """Return the attention mode of a module that `on_device` has moved."""
    for processor in getattr(module, "attn_processors", {}).values():
        if isinstance(processor, ChunkedAttnProcessor):
            return processor.mode
    return ""


def chunk_attention(module: Any, mode: AttentionMode = "") -> None:
    """Chunk the stock attention of a diffusers model; other processors are left as they are."""
    known = getattr(module, "attn_processors", None)
    if known is not None and any(type(one) is AttnProcessor2_0 for one in known.values()):
        chunked = ChunkedAttnProcessor(mode=mode)
        module.set_attn_processor(
            {name: chunked if type(one) is AttnProcessor2_0 else one for name, one in known.items()}
        )
