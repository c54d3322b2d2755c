"""Small RGB previews of the denoised estimate, straight from the latent by a linear map."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import torch

from desktop.core.events import Preview

MAX_SIDE = 128
MIN_INTERVAL = 0.1

# From ComfyUI's latent_formats.py: RGB in -1..1 of one latent pixel, by channel.
_SD1 = ((0.3512, 0.2297, 0.3227), (0.3250, 0.4974, 0.2350), (-0.2829, 0.1762, 0.2721), (-0.2120, -0.2616, -0.7177))  # fmt: skip  # noqa: E501
_SDXL = ((0.3651, 0.4232, 0.4341), (-0.2533, -0.0042, 0.1068), (0.1076, 0.1111, -0.0362), (-0.3165, -0.2492, -0.2188))  # fmt: skip  # noqa: E501


class LatentRGB(msgspec.Struct, frozen=True):
    """rgb (-1..1) = latent @ factors + offset; `factors` is 4 x 3, `offset` has 3 values."""

    factors: tuple[tuple[float, ...], ...] = _SD1
    offset: tuple[float, ...] = (0.0, 0.0, 0.0)

    @classmethod
    def of(cls, family: str, own: dict[str, Any]) -> LatentRGB:
        """The model's own map from its easel.json, else its family's published one."""
        factors, offset = own.get("latent_rgb_factors"), own.get("latent_rgb_offset")
        if factors is not None and _is_matrix(factors):
            rows = tuple(tuple(float(v) for v in row) for row in factors)
            return cls(rows, tuple(map(float, offset)) if offset else (0.0, 0.0, 0.0))
        if family in ("sdxl", "sdxl_refiner", "ssd1b"):
            return cls(_SDXL, (0.1084, -0.0175, -0.0011))
        return cls()

    def render(self, latent: torch.Tensor) -> np.ndarray:
        """An H x W x 3 uint8 picture of `latent` (1 x 4 x H x W), no side above MAX_SIDE."""
        planes = latent[0].detach().to("cpu", torch.float32).numpy()
        step = -(-max(planes.shape[-2:]) // MAX_SIDE)
        planes = planes[:, ::step, ::step]
        factors = np.asarray(self.factors, dtype=np.float32)
        rgb = np.tensordot(planes, factors, axes=(0, 0)) + np.asarray(self.offset, np.float32)
        rgb = np.nan_to_num(rgb).clip(-1, 1)
        return ((rgb + 1) * 127.5).round().astype(np.uint8)


class PreviewTap:
    """Turns denoised estimates into Preview events, at most some ten a second, the last always."""

    def __init__(self, job: str, index: int, rgb: LatentRGB, *, enabled: bool) -> None:
        self._job, self._index, self._rgb, self._enabled = job, index, rgb, enabled
        self._last = 0.0

    def due(self, *, last: bool) -> bool:
        """Whether a preview should be made now."""
        return self._enabled and (last or time.monotonic() - self._last >= MIN_INTERVAL)

    def event(self, denoised: torch.Tensor, step: int) -> Preview:
        """The event that shows `denoised` (1 x 4 x H x W, model space)."""
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


def _is_matrix(value: Any) -> bool:
    return isinstance(value, Sequence) and len(value) == 4 and all(len(row) == 3 for row in value)
