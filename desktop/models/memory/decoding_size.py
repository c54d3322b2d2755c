"""How a VAE decodes a picture of a size, and the memory it needs: for engines and estimates."""

from __future__ import annotations

import math

STRIPS_ABOVE = 512 * 512
"""Pixels above which a VAE decodes in strips; below, the whole takes little more."""
_STRIPS_SHARE = 0.5
"""Maximum share of a device's memory for strips; tiles take less, and shift colors."""
_KEPT = 256
"""Numbers that strips keep for each pixel: two tensors of the last level's 128 channels."""
_TILE = 1024 * 1024
_SUM = 4 * 4
"""Bytes a pixel of the picture into which tiles are merged."""


def fits_in_strips(pixels: int, number: int, memory: int) -> bool:
    """Return whether `pixels` are decoded in strips on a device of `memory` bytes; see
    `strips_bytes`.
    """
    return pixels > STRIPS_ABOVE and strips_bytes(pixels, number) <= memory * _STRIPS_SHARE


def strips_bytes(pixels: int, number: int) -> int:
    """Return the peak bytes of decoding `pixels` in strips; `number` is one number's size in bytes.

    Includes a strip's own tensors, which grow with the picture's width.
    """
    return pixels * _KEPT * number + int(math.sqrt(pixels) * (140_000 + 25_000 * number))


def decoding_bytes(pixels: int, number: int, pixel_bytes: int, memory: int) -> int:
    """Return the peak bytes of decoding `pixels` in the manner chosen for a device of `memory`
    bytes.

    `pixel_bytes` is the whole decode's bytes a pixel.
    """
    if fits_in_strips(pixels, number, memory):
        return strips_bytes(pixels, number)
    if pixels <= STRIPS_ABOVE:
        return pixels * pixel_bytes
    return min(pixels, _TILE) * pixel_bytes + pixels * _SUM
