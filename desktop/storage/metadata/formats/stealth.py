"""Read the text that A1111's 'stealth PNG info' and NovelAI hide in the last bits of the pixels.

The alpha channel (or red, green and blue) of each pixel carries one bit (three), column by column:
15 letters with the form's name, 32 bits with the length of the text in bits, the text.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop.files.pictures import open_picture

from .embedded import MAX_TEXT

_SIGNATURES = {
    "stealth_pnginfo": ("alpha", False),
    "stealth_pngcomp": ("alpha", True),
    "stealth_rgbinfo": ("rgb", False),
    "stealth_rgbcomp": ("rgb", True),
}
_LETTERS = 15
_ZLIB_OR_GZIP = 47
_MOST_PIXELS = 16 * 2**20
"""Maximum pixels: the picture, its array and the bits take eleven bytes a pixel."""


def stealth_text(path: Path) -> str:
    """Return the hidden text of the picture at `path`, '' without one. Decodes the pixels."""
    try:
        with open_picture(path) as image:
            if image.width * image.height > _MOST_PIXELS or image.mode not in ("RGBA", "RGB"):
                return ""
            pixels = np.asarray(image, dtype=np.uint8)
    except Exception:  # what Pillow raises for damaged pixels, and EaselError
        return ""
    columns = pixels.transpose(1, 0, 2)
    ways = {"rgb": columns[:, :, :3]}
    if pixels.shape[2] == 4:
        ways["alpha"] = columns[:, :, 3:]
    for way, channels in ways.items():
        text = _text((channels & np.uint8(1)).reshape(-1), way)
        if text:
            return text
    return ""


def _text(bits: NDArray[np.uint8], way: str) -> str:
    head = _LETTERS * 8
    if len(bits) < head + 32:
        return ""
    signature = np.packbits(bits[:head]).tobytes().decode("latin-1")
    kind, compressed = _SIGNATURES.get(signature, ("", False))
    length = int.from_bytes(np.packbits(bits[head : head + 32]).tobytes(), "big")
    if kind != way or not 0 < length <= min(MAX_TEXT * 8, len(bits) - head - 32):
        return ""
    raw = np.packbits(bits[head + 32 : head + 32 + length]).tobytes()
    if compressed:
        try:
            raw = zlib.decompressobj(_ZLIB_OR_GZIP).decompress(raw, MAX_TEXT)
        except zlib.error:
            return ""
    return raw.decode("utf-8", "replace")
