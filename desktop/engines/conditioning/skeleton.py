"""Render keypoints as the skeletons that OpenPose ControlNets were trained on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

_COCO = (0, None, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3)
"""Index of OpenPose's 18 points in COCO's 17; the neck (None) is between the shoulders."""
_LIMBS = (
    *((1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10)),
    *((1, 11), (11, 12), (12, 13), (1, 0), (0, 14), (14, 16), (0, 15), (15, 17)),
)
_LEFT_SHOULDER, _RIGHT_SHOULDER = 5, 6
_SURE = 0.3
_LIMB_SHARE = 0.6
"""Brightness of limbs relative to the points at their ends."""

People = Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]
"""For each person COCO's 17 points in pixels, (17, 2), and their confidence 0..1, (17,)."""


def draw_skeletons(size: tuple[int, int], people: People) -> Image.Image:
    """Return RGB of `size` (w, h): colored limbs and points on black, without unsure points."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    thick = max(2.0, 8 * min(size) / 512)
    for points, scores in people:
        places = _openpose(points, scores)
        for number, (start, end) in enumerate(_LIMBS):
            first, second = places[start], places[end]
            if first is not None and second is not None:
                color = tuple(round(part * _LIMB_SHARE) for part in _color(number))
                draw.line((*first, *second), fill=color, width=round(thick))
        for number, place in enumerate(places):
            if place is not None:
                x, y, reach = *place, thick / 2
                draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=_color(number))
    return image


def _openpose(
    points: NDArray[np.float32], scores: NDArray[np.float32]
) -> list[tuple[float, float] | None]:
    def place(number: int) -> tuple[float, float] | None:
        sure = scores[number] >= _SURE
        return (float(points[number, 0]), float(points[number, 1])) if sure else None

    places = [None if number is None else place(number) for number in _COCO]
    left, right = place(_LEFT_SHOULDER), place(_RIGHT_SHOULDER)
    if left is not None and right is not None:
        places[1] = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    return places


def _color(number: int) -> tuple[int, int, int]:
    """Return OpenPose's color: 18 hues from red over green to blue and back."""
    sixth, part = divmod(number, 3)
    up, down = part * 85, 255 - part * 85
    return (
        (255, up, 0),
        (down, 255, 0),
        (0, 255, up),
        (0, down, 255),
        (up, 0, 255),
        (255, 0, down),
    )[sixth]
