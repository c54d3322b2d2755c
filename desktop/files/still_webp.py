"""Decode a still WebP by libwebp's plain call: Pillow's animation decoder keeps four copies."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Any

from PIL import Image, WebPImagePlugin

_BYTES_A_PIXEL = 8
"""Bytes a pixel of decoding here: libwebp's pixels, and Pillow's beside them."""
_PILLOWS_BYTES_A_PIXEL = 16
"""Bytes a pixel of Pillow's own decoding: two canvases, a frame and the picture, four each."""
_ANIMATED = 0x02
_FLAGS_AT = 20
_HEAD = 30


class StillWebP(WebPImagePlugin.WebPImageFile):
    """A WebP file for Pillow; a still picture takes 8 bytes a pixel to decode, not 16."""

    is_lean = False

    def _open(self) -> None:
        assert self.fp is not None
        head = self.fp.read(_HEAD)
        self.fp.seek(0)
        super()._open()
        self.is_lean = _is_still(head) and _library() is not None

    def bytes_needed(self) -> int:
        """Return the approximate memory of decoding in bytes."""
        assert self.fp is not None
        pixels = self.width * self.height
        if not self.is_lean:
            return _PILLOWS_BYTES_A_PIXEL * pixels
        return _BYTES_A_PIXEL * pixels + self.fp.seek(0, os.SEEK_END)

    def load(self) -> Any:
        """Decode the pixels. Raises OSError where they are damaged."""
        if self.is_lean and self.fp is not None:
            self.fp.seek(0)
            data = self.fp.read()
            self.fp.close()
            self.fp = self._decoder = None  # which keeps the whole file, too
            self.im = _decoded(data, self.mode, self.size).im
        return Image.Image.load(self) if self.is_lean else super().load()


def _decoded(data: bytes, mode: str, size: tuple[int, int]) -> Image.Image:
    library = _library()
    assert library is not None
    channels = len(mode)
    into = library.WebPDecodeRGBAInto if mode == "RGBA" else library.WebPDecodeRGBInto
    pixels = bytearray(size[0] * size[1] * channels)
    place = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
    if not into(data, len(data), place, len(pixels), size[0] * channels):
        raise OSError("libwebp can't decode this file")
    return Image.frombytes(mode, size, pixels)


def _is_still(head: bytes) -> bool:
    """Return whether a file that begins with `head` holds a still picture, not an animation."""
    return head[12:16] != b"VP8X" or not head[_FLAGS_AT] & _ANIMATED


@cache
def _library() -> ctypes.CDLL | None:
    """Return the libwebp that Pillow ships, found through the extension that links it."""
    try:
        from PIL import _webp  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

        library = ctypes.CDLL(str(_webp.__file__))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        for name in ("WebPDecodeRGBInto", "WebPDecodeRGBAInto"):
            call = getattr(library, name)
            call.restype = ctypes.c_void_p
            call.argtypes = (
                *(ctypes.c_char_p, ctypes.c_size_t),
                *(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int),
            )
    except (ImportError, OSError, AttributeError):  # a Pillow that was linked in another way
        return None
    return library
