"""Read a request's input pictures and fit them to its size; no torch."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from scipy import ndimage

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import ImageFit, StartingImage
from desktop.files.pictures import PictureTooLarge, flattened, open_picture, upright

from .picture_margins import continued, with_margins

_TOUCHED = 0.02
_LEAST_SIDE, _MOST_LENGTHS = 64, 8
"""The limits of diffusers' Flux2ImageProcessor: pixels of the shorter side, and of the longer."""


class FittedStart(msgspec.Struct, frozen=True):
    """A starting image: `pixels` (H, W, 3) uint8.

    With a mask: `alpha` (H, W), 0..1, float32, is the repainted share of each pixel, feathered;
    `region` (H, W) bool is every pixel touched at all.
    """

    pixels: NDArray[np.uint8]
    alpha: NDArray[np.float32] | None = None
    region: NDArray[np.bool_] | None = None


def fitted_start(start: StartingImage, width: int, height: int) -> FittedStart:
    """Return the starting image of a request at `width` x `height` pixels. Raises BadInput."""
    picture = read_picture(start.path, Message("starting image"))
    margins = start.extend
    inner = (width - margins.left - margins.right, height - margins.top - margins.bottom)
    pixels = fitted(picture, start.fit, *inner)
    if not start.inpaints:
        return FittedStart(pixels)
    alpha = _masked(start, picture, *inner)
    if margins.any:
        pixels, alpha = continued(pixels, margins), with_margins(alpha, margins)
    if start.mask_feather > 0:
        alpha = np.asarray(ndimage.gaussian_filter(alpha, start.mask_feather), dtype=np.float32)
    return FittedStart(pixels, alpha, alpha > _TOUCHED)


def _masked(
    start: StartingImage, picture: Image.Image, width: int, height: int
) -> NDArray[np.float32]:
    """Return the mask's repainted share of each pixel, (height, width) in 0..1."""
    if start.mask is None:
        return np.zeros((height, width), np.float32)
    mask = (
        _read(start.mask, Message("mask"))
        .convert("L")
        .resize(picture.size, Image.Resampling.BILINEAR)
    )
    if start.mask_inverted:
        mask = ImageOps.invert(mask)
    grey = fitted(mask, start.fit, width, height, outside=255)
    return np.divide(grey, 255, dtype=np.float32)


def blended(
    painted: NDArray[np.uint8], below: NDArray[np.uint8], alpha: NDArray[np.float32] | None
) -> NDArray[np.uint8]:
    """Return `painted` (H, W, 3) over `below` by `alpha` (H, W); `painted` without alpha."""
    if alpha is None:
        return painted
    ground = below.astype(np.float32)
    return (ground + alpha[:, :, None] * (painted - ground)).round().clip(0, 255).astype(np.uint8)


def read_picture(path: str, what: Message) -> Image.Image:
    """Return the picture at `path` in RGB, upright, transparency on white. Raises BadInput."""
    return flattened(_read(path, what))


def read_reference(path: str, most_pixels: int) -> Image.Image:
    """Return an editing model's reference picture, RGB, at most `most_pixels` large.

    Raises BadInput, also for extreme proportions.
    """
    picture = read_picture(path, Message("reference"))
    short, long = sorted(picture.size)
    if long > _MOST_LENGTHS * short:
        raise BadInput(
            "The reference {path} is more than {most} times as long as it is wide: crop it.",
            path=path,
            most=_MOST_LENGTHS,
        )
    scale = max(min(1.0, math.sqrt(most_pixels / (short * long))), _LEAST_SIDE / short)
    if scale == 1:
        return picture
    around = math.floor if scale < 1 else math.ceil
    width, height = (around(side * scale) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _read(path: str, what: Message) -> Image.Image:
    if not Path(path).exists():
        raise BadInput("The {what} {path} is not there.", what=what, path=path)
    try:
        with open_picture(Path(path)) as file:
            file.load()
            return upright(file)
    except PictureTooLarge as error:
        raise BadInput(error.message, error.details) from error
    except Exception as error:  # Pillow raises many kinds for damaged pixels
        raise BadInput(
            "The {what} {path} can’t be read as a picture.", str(error), what=what, path=path
        ) from error


def fitted(
    picture: Image.Image, fit: ImageFit, width: int, height: int, outside: int | None = None
) -> NDArray[np.uint8]:
    """Return the picture at the given size; `outside` fills the margins of "fit", else its edges
    do.
    """
    size = (width, height)
    # A mask must not ring at its edges.
    sharp = Image.Resampling.LANCZOS if picture.mode == "RGB" else Image.Resampling.BILINEAR
    if fit == "stretch" or picture.size == size:
        return np.asarray(picture.resize(size, sharp) if picture.size != size else picture)
    if fit == "fill":
        return np.asarray(ImageOps.fit(picture, size, sharp))
    inner = np.asarray(ImageOps.contain(picture, size, sharp))
    top, left = (height - inner.shape[0]) // 2, (width - inner.shape[1]) // 2
    margins = [(top, height - inner.shape[0] - top), (left, width - inner.shape[1] - left)]
    margins += [(0, 0)] * (inner.ndim - 2)
    if outside is None:
        return np.pad(inner, margins, mode="edge")
    return np.pad(inner, margins, mode="constant", constant_values=outside)
