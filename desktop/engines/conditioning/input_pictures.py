"""A request's starting image and mask as tensors."""

from __future__ import annotations

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from desktop.core.request import StartingImage
from desktop.models.requests.pictures.fitted_pictures import blended as blended_pixels
from desktop.models.requests.pictures.fitted_pictures import fitted_start


class Start(msgspec.Struct, frozen=True):
    """A starting image: `pixels` (1, 3, H, W) float32 in -1..1.

    With a mask: `alpha` (H x W, 0..1) is the feathered opacity of the repainted pixels; `region` (1
    x (1, H, W) of 0 and 1) marks every pixel that changes at all.
    """

    pixels: torch.Tensor
    alpha: NDArray[np.float32] | None = None
    region: torch.Tensor | None = None


def read_start(start: StartingImage, width: int, height: int) -> Start:
    """Return the starting image of a request at `width` x `height` pixels. Raises BadInput."""
    read = fitted_start(start, width, height)
    pixels = torch.tensor(read.pixels).permute(2, 0, 1)[None].float() / 127.5 - 1
    if read.region is None:
        return Start(pixels)
    region = torch.asarray(read.region.astype(np.float32))[None, None]
    return Start(pixels, read.alpha, region)


def blank_start(width: int, height: int) -> Start:
    """Return the input of an inpainting model for text-to-image: gray, fully masked."""
    region = torch.ones(1, 1, height, width)
    return Start(torch.zeros(1, 3, height, width), None, region)


def blended(painted: NDArray[np.uint8], start: Start) -> NDArray[np.uint8]:
    """Return `painted` (H, W, 3) uint8 composited over the starting image through the mask."""
    if start.alpha is None:
        return painted
    below = (start.pixels[0].permute(1, 2, 0).numpy() + 1) * 127.5
    return blended_pixels(painted, below.round().astype(np.uint8), start.alpha)
