"""Edges of a picture by Canny's method (1986), in NumPy and SciPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

LOW, HIGH = 100.0, 200.0
"""OpenCV's usual thresholds, on Sobel gradients of 0..255 gray."""


def canny(
    picture: Image.Image, low: float = LOW, high: float = HIGH, blur: float = 1.0
) -> Image.Image:
    """Return the Canny edges of `picture`, white on black, RGB of the same size.

    `blur` is the standard deviation in pixels of the smoothing before; edges above `high` are kept,
    and those above `low` where they touch kept ones.
    """
    grey = np.asarray(picture.convert("L"), dtype=np.float32)
    smooth = ndimage.gaussian_filter(grey, blur) if blur > 0 else grey
    down = ndimage.sobel(smooth, axis=0)
    right = ndimage.sobel(smooth, axis=1)
    strength = np.abs(down) + np.abs(right)
    ridge = strength * _is_ridge(strength, down, right)
    weak, strong = ridge >= low, ridge >= high
    parts, _ = ndimage.label(weak, structure=np.ones((3, 3)))
    kept = np.isin(parts, np.unique(parts[strong])) & weak
    edges = (kept * 255).astype(np.uint8)
    return Image.fromarray(np.stack([edges] * 3, axis=-1))


def _is_ridge(
    strength: NDArray[np.float32], down: NDArray[np.float32], right: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Return where a pixel is at least as strong as both neighbors along its gradient."""
    angle = np.rad2deg(np.arctan2(down, right)) % 180
    sector = ((angle + 22.5) // 45).astype(int) % 4
    padded = np.pad(strength, 1)
    height, width = strength.shape
    steps = ((0, 1), (1, 1), (1, 0), (1, -1))
    ridge = np.zeros(strength.shape, dtype=bool)
    for number, (dy, dx) in enumerate(steps):
        ahead = padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        behind = padded[1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        ridge |= (sector == number) & (strength >= ahead) & (strength > behind)
    return ridge
