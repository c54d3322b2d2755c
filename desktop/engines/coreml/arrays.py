"""Conversion of tensors to Core ML's input arrays, split and padded to its fixed batch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from torch import Tensor

from desktop.core.errors import BadInput


def array(value: Tensor) -> np.ndarray:
    """Return `value` as a contiguous float32 array."""
    return np.ascontiguousarray(value.detach().cpu().float().numpy())


def groups_of(rows: int, batch: int) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of rows 0 to `rows` in groups of at most `batch`."""
    size = max(batch, 1)
    for start in range(0, rows, size):
        yield start, min(start + size, rows)


def padded(rows: np.ndarray, batch: int) -> np.ndarray:
    """Return `rows` with the last one repeated up to `batch` rows."""
    missing = batch - rows.shape[0]
    return rows if missing <= 0 else np.concatenate([rows, np.repeat(rows[-1:], missing, axis=0)])


def fitted(rows: np.ndarray, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return `rows` in the shape that a converted model declares for `name`.

    Older conversions take `time_ids` as (12,) instead of (2, 6), and Apple's batch-one conversion
    of SDXL still takes two rows. Raises BadInput where the shape can't fit.
    """
    wanted = int(np.prod(shape))
    if rows.size < wanted and wanted % rows.size == 0:
        rows = np.concatenate([rows] * (wanted // rows.size))
    if rows.size != wanted:
        raise BadInput(
            "This model’s UNet takes {input} of another size: its parts don’t belong together.",
            f"{rows.shape} for {shape}",
            input=name,
        )
    return np.ascontiguousarray(rows.reshape(shape))
