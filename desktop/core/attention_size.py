"""How large attention's matrix of scores is, and may get: for the engines and for estimates."""

from __future__ import annotations

SCORES_LIMIT = 2**30
"""Bytes of scores that are made at once on MPS; an array of over 4 GiB ends the process there."""


def scores_bytes(batch: int, heads: int, queries: int, keys: int) -> int:
    """Bytes of the scores (batch, heads, queries, keys) in float32."""
    return batch * heads * queries * keys * 4
