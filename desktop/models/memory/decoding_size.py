"""How a VAE decodes a picture of a size, and what that takes: for the engines and for estimates."""

from __future__ import annotations

import math

STRIPS_ABOVE = 512 * 512
"""Pixels above which a VAE decodes in strips; below, the whole takes little more."""
_STRIPS_SHARE = 0.5
"""Of a device's memory: what strips may take; tiles take less, and shift colours."""
_KEPT = 256
"""Numbers of a pixel that strips keep: two tensors of the last level's 128 channels."""
_TILE = 1024 * 1024
_SUM = 4 * 4
"""Bytes of a pixel of the picture that tiles are put together to."""


def fits_in_strips(pixels: int, number: int, memory: int) -> bool:
    """Whether `pixels` are decoded in strips on a device of `memory` bytes; see `strips_bytes`."""
    return pixels > STRIPS_ABOVE and strips_bytes(pixels, number) <= memory * _STRIPS_SHARE


def strips_bytes(pixels: int, number: int) -> int:
    """The peak of decoding `pixels` in strips, in bytes; `number` is one number's size.

    Beside what is kept there are a strip's own tensors, which grow with the picture's width.
    """
    return pixels * _KEPT * number + int(math.sqrt(pixels) * (140_000 + 25_000 * number))


def decoding_bytes(pixels: int, number: int, pixel_bytes: int, memory: int) -> int:
    """The peak of decoding `pixels` as it is done on a device of `memory` bytes.

    `pixel_bytes` is the whole decode's, a pixel.
    """
    if fits_in_strips(pixels, number, memory):
        return strips_bytes(pixels, number)
    if pixels <= STRIPS_ABOVE:
        return pixels * pixel_bytes
    return min(pixels, _TILE) * pixel_bytes + pixels * _SUM
