"""Small RGB previews of the denoised estimate, from the latent by a linear map."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, cast

import msgspec
import numpy as np
import torch

from desktop.core.events import Preview
from desktop.models.families.known_families import family_named

MAX_SIDE = 128
MIN_INTERVAL = 0.1


class LatentRGB(msgspec.Struct, frozen=True):
    """rgb (-1..1) = latent @ factors + offset; `factors` is (C, 3), `offset` (3,).

    With `packed` 2, each cell of a latent is unpacked to 2x2 cells of a quarter of its channels.
    """

    factors: tuple[tuple[float, ...], ...]
    offset: tuple[float, ...] = (0.0, 0.0, 0.0)
    packed: int = 1

    @classmethod
    def of(cls, family: str, own: dict[str, Any]) -> LatentRGB:
        """Return the model's own map from its easel.json, else its family's published one."""
        latent = family_named(family).latent
        factors, offset = own.get("latent_rgb_factors"), own.get("latent_rgb_offset")
        if factors is not None and _is_matrix(factors, len(latent.rgb_factors)):
            rows = tuple(tuple(float(v) for v in row) for row in factors)
            known = tuple(map(float, offset)) if offset else (0.0, 0.0, 0.0)
            return cls(rows, known, latent.packed)
        return cls(latent.rgb_factors, latent.rgb_offset, latent.packed)

    def render(self, latent: torch.Tensor) -> np.ndarray:
        """Return `latent` (1, C, H, W) as (H, W, 3) uint8, no side above MAX_SIDE pixels."""
        planes = latent[0].detach().to("cpu", torch.float32).numpy()
        if self.packed > 1:
            planes = _spread(planes, self.packed)
        step = -(-max(planes.shape[-2:]) // MAX_SIDE)
        planes = planes[:, ::step, ::step]
        factors = np.asarray(self.factors, dtype=np.float32)
        rgb = np.tensordot(planes, factors, axes=(0, 0)) + np.asarray(self.offset, np.float32)
        rgb = np.nan_to_num(rgb).clip(-1, 1)
        return ((rgb + 1) * 127.5).round().astype(np.uint8)


class PreviewTap:
    """Emitter of Preview events from x0 estimates, about ten a second, and always the last."""

    def __init__(self, job: str, index: int, rgb: LatentRGB, *, enabled: bool) -> None:
        self._job, self._index, self._rgb, self._enabled = job, index, rgb, enabled
        self._last = 0.0

    def due(self, *, last: bool) -> bool:
        """Return whether a preview is due."""
        return self._enabled and (last or time.monotonic() - self._last >= MIN_INTERVAL)

    def event(self, denoised: torch.Tensor, step: int) -> Preview:
        """Return the event for `denoised` (1, C, H, W), model space."""
        self._last = time.monotonic()
        picture = self._rgb.render(denoised)
        return Preview(
            job=self._job,
            index=self._index,
            step=step,
            width=picture.shape[1],
            height=picture.shape[0],
            rgb=picture.tobytes(),
        )


def _spread(planes: np.ndarray, packed: int) -> np.ndarray:
    """Return (C * p^2, H, W) as (C, H * p, W * p)."""
    channels, height, width = planes.shape[0] // packed**2, *planes.shape[1:]
    cells = planes.reshape(channels, packed, packed, height, width).transpose(0, 3, 1, 4, 2)
    return cells.reshape(channels, height * packed, width * packed)


def _is_matrix(value: Any, rows: int) -> bool:
    if not isinstance(value, Sequence):
        return False
    matrix = cast("Sequence[Sequence[Any]]", value)
    return len(matrix) == rows and all(len(row) == 3 for row in matrix)
