"""The safety checker that some models include, for finished pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from desktop.core.messages import Message

from .whole_modules import load_module, load_processor

_GROUND, _WORDS = (118, 118, 122), (240, 240, 242)
_TEXT = "Hidden by the\nsafety checker"


def safety_placeholder(width: int, height: int) -> NDArray[np.uint8]:
    """Return the placeholder card, (H, W, 3) uint8, without any of the picture's content."""
    card = Image.new("RGB", (width, height), _GROUND)
    font = ImageFont.load_default(max(8, round(min(width, height) / 13)))
    ImageDraw.Draw(card).multiline_text(
        (width / 2, height / 2), _TEXT, fill=_WORDS, font=font, anchor="mm", align="center"
    )
    return np.asarray(card)


class SafetyChecker:
    """Checker loaded from a model's folder on first use; without one, every picture passes."""

    def __init__(self, folder: Path | None, device: torch.device) -> None:
        self._folder, self._device = folder, device
        self._loaded: tuple[Any, Any] | None = None

    @torch.inference_mode()
    def rejects(self, pixels: NDArray[np.uint8]) -> bool:
        """Return whether the model's checker rejects the picture, (H, W, 3) uint8."""
        if self._folder is None:
            return False
        if self._loaded is None:
            self._loaded = self._load(self._folder)
        checker, extractor = self._loaded
        view = extractor(images=Image.fromarray(pixels), return_tensors="pt").pixel_values
        dtype = next(checker.parameters()).dtype
        _, found = checker(
            images=[np.zeros((8, 8, 3), dtype=np.float32)],
            clip_input=view.to(self._device, dtype),
        )
        return bool(found[0])

    def _load(self, folder: Path) -> tuple[Any, Any]:
        from diffusers.pipelines.stable_diffusion.safety_checker import (
            StableDiffusionSafetyChecker,
        )
        from transformers.models.clip import CLIPImageProcessorPil

        place = folder / "safety_checker"
        checker = load_module(StableDiffusionSafetyChecker, place, Message("safety checker"))
        extractor = load_processor(
            CLIPImageProcessorPil, folder / "feature_extractor", Message("safety checker")
        )
        return checker.to(self._device), extractor
