"""Decode a server's pictures within limits: all received data is foreign."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from desktop.files.pictures import decoding_bytes, flattened, picture_in

from .server_errors import ServerError

_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_BYTES = 190 * 10**6
"""Memory for decoding a finished picture: 23 megapixels of a lossy WebP, more of a PNG."""
_PREVIEW_BYTES = 8 * 2**20
_PREVIEW_PIXELS = 4096 * 4096
_PREVIEW_SIDE = 512


def decoded(server: str, data: bytes) -> NDArray[np.uint8]:
    """Return the pixels of a finished picture, (H, W, 3) uint8. Raises ServerError."""
    try:
        with picture_in(data, _FORMATS) as image:
            width, height = image.size
            if decoding_bytes(image) > _MOST_BYTES:
                raise ServerError(
                    "“{server}” sent a picture that is too large ({width} x {height}).",
                    server=server,
                    width=width,
                    height=height,
                )
            return np.asarray(flattened(image))
    except ServerError:
        raise
    except Exception as error:  # Pillow raises many kinds for damaged pixels
        raise ServerError(
            "“{server}” sent a picture that can’t be read.", repr(error), server=server
        ) from error


def decoded_preview(data: bytes) -> Image | None:
    """Return a preview as RGB of at most 512 pixels a side; None if undecodable."""
    if len(data) > _PREVIEW_BYTES:
        return None
    try:
        with picture_in(data, _FORMATS) as image:
            if image.width * image.height > _PREVIEW_PIXELS:
                return None
            image.draft("RGB", (_PREVIEW_SIDE, _PREVIEW_SIDE))
            small = flattened(image)
            small.thumbnail((_PREVIEW_SIDE, _PREVIEW_SIDE))
            return small
    except Exception:  # Pillow raises many kinds for damaged pixels; the next one may be whole
        return None
