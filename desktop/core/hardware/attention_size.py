"""Size in bytes of the attention score matrix, and its upper bound; for engines and estimates."""

from __future__ import annotations

SCORES_LIMIT = 2**30
"""Largest score matrix on MPS at once, in bytes; an array over 4 GiB ends the process."""


def scores_bytes(batch: int, heads: int, queries: int, keys: int) -> int:
    """Return the size in bytes of the float32 scores (batch, heads, queries, keys)."""
    return batch * heads * queries * keys * 4
