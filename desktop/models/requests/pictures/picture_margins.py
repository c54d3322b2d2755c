"""Fill the margins of an extended picture, and the mask over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from desktop.core.request import Margins

_OVERLAP = 16
"""Pixels at an extended picture's edge that are drawn anew with the margin."""
_BLUR, _NOISE = 24.0, 12.0
"""Standard deviations for filling margins: the blur's in pixels, the noise's in 0..255."""


def continued(pixels: NDArray[np.uint8], margins: Margins) -> NDArray[np.uint8]:
    """Return `pixels` (h, w, 3) with `margins` around them that continue the edges' colors.

    Streaks of single pixels would be drawn on as stripes: the edges are blurred the more, the
    further out, and a little noise gives the model something to make shapes of.
    """
    wide = np.pad(pixels, (*_around(margins), (0, 0)), mode="edge").astype(np.float32)
    blurred = np.stack([ndimage.gaussian_filter(part, _BLUR) for part in np.moveaxis(wide, 2, 0)])
    noise = np.random.default_rng(0).standard_normal(wide.shape, np.float32) * _NOISE
    away = np.minimum(_distance(pixels.shape[:2], margins) / _BLUR, 1)[:, :, None]
    mixed: NDArray[np.floating] = wide + away * (np.moveaxis(blurred, 0, 2) + noise - wide)
    return mixed.round().clip(0, 255).astype(np.uint8)


def with_margins(alpha: NDArray[np.float32], margins: Margins) -> NDArray[np.float32]:
    """Return `alpha` (h, w), 0..1, with margins of 1, which overlap it a little to hide the
    seam.
    """
    wide = np.pad(alpha, _around(margins), constant_values=1)
    # the distance of each pixel of the picture from the nearest margin, along each axis
    ramps = [_ramp(alpha.shape[axis], *sides) for axis, sides in enumerate(_around(margins))]
    inside = np.maximum(ramps[0][:, None], ramps[1][None, :])
    (top, _), (left, _) = _around(margins)
    part = wide[top : top + alpha.shape[0], left : left + alpha.shape[1]]
    np.maximum(part, inside, out=part)
    return wide


def _ramp(length: int, before: int, after: int) -> NDArray[np.float32]:
    """Return a ramp from 1 at an edge with a margin to 0 at `_OVERLAP` pixels from it,
    (length,).
    """
    away = np.arange(length, dtype=np.float32) + 0.5
    first = 1 - away / _OVERLAP if before else np.zeros_like(away)
    last = 1 - away[::-1] / _OVERLAP if after else np.zeros_like(away)
    ramp: NDArray[np.float32] = np.maximum(np.maximum(first, last), 0).astype(np.float32)
    return ramp


def _distance(inner: tuple[int, ...], margins: Margins) -> NDArray[np.float32]:
    """Return each pixel's distance outside the picture of `inner` (h, w), in pixels, float32."""
    lines = [
        np.concatenate([np.arange(before, 0, -1), np.zeros(length), np.arange(1, after + 1)])
        for length, (before, after) in zip(inner, _around(margins), strict=True)
    ]
    return np.hypot(lines[0][:, None], lines[1][None, :]).astype(np.float32)


def _around(margins: Margins) -> tuple[tuple[int, int], tuple[int, int]]:
    return (margins.top, margins.bottom), (margins.left, margins.right)
