"""Whether a picture shows what was asked for: the starter's red apple is red in its middle."""

from __future__ import annotations

import io

from PIL import Image


def is_red_apple(data: bytes) -> bool:
    """Whether the middle of the picture is clearly red."""
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        middle = image.convert("RGB").crop(
            (width // 3, height // 3, width * 2 // 3, height * 2 // 3)
        )
        red, green, blue = (sum(band.tobytes()) / len(band.tobytes()) for band in middle.split())
    return red > 1.5 * max(green, blue)
