"""Bounds attention's scores while a flow family's transformer runs on MPS.

24 heads over 16,896 tokens (2048 x 2048) would make a matrix of 14 GB there, and an array of more
than 4 GiB ends the process.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode

from desktop.core.attention_size import SCORES_LIMIT, scores_bytes
from desktop.engines.mps_attention import chunked_sdpa


class BoundedAttention(TorchFunctionMode):
    """While it lasts, attention with more than `limit` bytes of scores runs in blocks."""

    def __init__(self, limit: int = SCORES_LIMIT) -> None:
        super().__init__()
        self._limit = limit

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        given = dict(kwargs or {})
        if func is not F.scaled_dot_product_attention:
            return func(*args, **given)
        query, key = args[:2] if len(args) > 1 else (given["query"], given["key"])
        batch, heads, queries, _ = query.shape
        if scores_bytes(batch, heads, queries, key.shape[-2]) <= self._limit:
            return func(*args, **given)
        given.pop("enable_gqa", None)
        return chunked_sdpa(*args, limit=self._limit, **given)


def bounded_attention(device: torch.device) -> AbstractContextManager[Any]:
    """The context in which a transformer runs on `device`."""
    return BoundedAttention() if device.type == "mps" else nullcontext()
