"""Core ML safety checker for finished pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.models.bundles.bundle_part import BundlePart
from desktop.models.bundles.roles import ROLE_WORDS

from .part_cache import PartCache

# The preprocessing of CLIP's image encoder (openai/clip-vit-large-patch14, preprocessor_config).
_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
_DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


class CoreMLSafetyChecker:
    """The model's own safety checker; without one, every picture passes."""

    def __init__(self, part: BundlePart | None, part_cache: PartCache) -> None:
        self._part, self._part_cache = part, part_cache

    def rejects(self, pixels: NDArray[np.uint8]) -> bool:
        """Return whether the checker rejects the picture, (H, W, 3) uint8."""
        part = self._part
        if part is None:
            return False
        view, images = part.input("clip_input"), part.input("images")
        side = view.shape[-1] if view is not None else 224
        inputs = {"clip_input": clip_view(pixels, side), "adjustment": np.zeros((1,), np.float32)}
        if images is not None:
            height, width = images.shape[1:3]
            picture = Image.fromarray(pixels).resize((width, height))
            inputs["images"] = np.asarray(picture, np.float32)[None] / np.float32(255)
        found = self._part_cache.run("safety_checker", ROLE_WORDS["safety_checker"], [part], inputs)
        return bool(np.any(found["has_nsfw_concepts"] > 0.5))


def clip_view(pixels: NDArray[np.uint8], side: int) -> NDArray[np.float32]:
    """Return CLIP's input (1, 3, side, side): the picture's middle square, resized, normalized."""
    picture = Image.fromarray(pixels)
    scale = side / min(picture.size)
    size = (max(round(picture.width * scale), side), max(round(picture.height * scale), side))
    picture = picture.resize(size, Image.Resampling.BICUBIC)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    picture = picture.crop((left, top, left + side, top + side))
    values = (np.asarray(picture, np.float32) / 255 - _MEAN) / _DEVIATION
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None], dtype=np.float32)
