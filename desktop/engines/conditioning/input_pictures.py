"""A request's starting image and mask as tensors."""

from __future__ import annotations

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from desktop.core.request import StartingImage
from desktop.models.requests.fitted_pictures import blended as blended_pixels
from desktop.models.requests.fitted_pictures import fitted_start


class Start(msgspec.Struct, frozen=True):
    """A starting image: `pixels` 1 x 3 x H x W in -1..1, float32.

    With a mask: `alpha` (H x W, 0..1) says how much of each pixel is painted anew, feathered;
    `region` (1 x 1 x H x W of 0 and 1) is every pixel that is touched at all.
    """

    pixels: torch.Tensor
    alpha: NDArray[np.float32] | None = None
    region: torch.Tensor | None = None


def read_start(start: StartingImage, width: int, height: int) -> Start:
    """The starting image of a request at `width` x `height`. Raises BadInput."""
    read = fitted_start(start, width, height)
    pixels = torch.tensor(read.pixels).permute(2, 0, 1)[None].float() / 127.5 - 1
    if read.region is None:
        return Start(pixels)
    region = torch.asarray(read.region.astype(np.float32))[None, None]
    return Start(pixels, read.alpha, region)


def blank_start(width: int, height: int) -> Start:
    """What an inpainting model gets when it draws from nothing: grey, all of it to be painted."""
    region = torch.ones(1, 1, height, width)
    return Start(torch.zeros(1, 3, height, width), None, region)


def blended(painted: NDArray[np.uint8], start: Start) -> NDArray[np.uint8]:
    """`painted` (H x W x 3) over the starting image where the mask says so, else as it is."""
    if start.alpha is None:
        return painted
    below = (start.pixels[0].permute(1, 2, 0).numpy() + 1) * 127.5
    return blended_pixels(painted, below.round().astype(np.uint8), start.alpha)
