"""Looks at a picture that a built Easel drew: is it one, and does it know how it was made?"""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

_FEWEST_COLOURS = 500


def check_picture(path: Path, prompt: str) -> str:
    """Its size in words; ValueError where it is empty, flat, or carries another recipe."""
    with Image.open(path) as picture:
        picture.load()
        recipe = json.loads(picture.info["easel"])
        colours = picture.convert("RGB").getcolors(maxcolors=picture.width * picture.height)
    if recipe["prompt"] != prompt:
        raise ValueError(f"{path.name} says that its prompt was {recipe['prompt']!r}")
    if colours is None or len(colours) < _FEWEST_COLOURS:
        raise ValueError(f"{path.name} is nearly one colour")
    steps, device = recipe["steps"], recipe["device"]
    return f"{recipe['width']} x {recipe['height']} pixels, {steps} steps on {device}"
