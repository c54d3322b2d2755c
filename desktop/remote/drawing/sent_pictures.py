"""The input pictures of a request as a server is given them: fitted, as PNG files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.models.requests.pictures.fitted_pictures import (
    FittedStart,
    blended,
    fitted_start,
    read_picture,
    read_reference,
)


class SentPictures:
    """The inputs, read once: `start`, `mask`, `controls` and `references` are PNG files."""

    def __init__(self, request: GenerationRequest) -> None:
        start = request.starting_image
        self._start: FittedStart | None = None
        self.start = self.mask = b""
        if start is not None:
            self._start = fitted_start(start, request.width, request.height)
            self.start = png_of(self._start.pixels)
            if self._start.region is not None:
                mask = self._start.region.astype(np.uint8) * 255
                self.mask = png_of(np.stack([mask] * 3, axis=-1))
        size = (request.width, request.height)
        self.controls = tuple(
            png_of(
                np.asarray(
                    read_picture(use.image, Message("ControlNet picture")).resize(
                        size, Image.Resampling.LANCZOS
                    )
                )
            )
            for use in request.controlnets
        )
        area = request.pixels_a_reference
        self.references = tuple(
            png_of(np.asarray(read_reference(use.path, area))) for use in request.references
        )

    def blended(self, pixels: Any) -> Any:
        """Return `pixels` (H, W, 3) blended over the starting image outside its mask."""
        start = self._start
        if start is None or pixels.shape != start.pixels.shape:
            return pixels
        return blended(pixels, start.pixels, start.alpha)


def png_of(pixels: Any) -> bytes:
    """Return `pixels`, (H, W, 3) uint8, as a PNG file."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=4)
    return stream.getvalue()
