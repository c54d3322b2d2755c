"""What stands in for a picture that the safety checker hid: a card that says so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_GROUND, _WORDS = (118, 118, 122), (240, 240, 242)
_TEXT = "Hidden by the\nsafety checker"


def safety_placeholder(width: int, height: int) -> NDArray[np.uint8]:
    """The card as H x W x 3 bytes; nothing of the picture is in it."""
    card = Image.new("RGB", (width, height), _GROUND)
    font = ImageFont.load_default(max(8, round(min(width, height) / 13)))
    ImageDraw.Draw(card).multiline_text(
        (width / 2, height / 2), _TEXT, fill=_WORDS, font=font, anchor="mm", align="center"
    )
    return np.asarray(card)
