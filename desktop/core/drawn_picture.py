"""A finished picture in memory, as an engine hands it over."""

from __future__ import annotations

from typing import Any

import msgspec

from .messages import Message

MOST_PIXELS = 10_000_000
"""Of a picture that travels in an event: a frame of the engine's protocol holds 32 MB."""


class DrawnPicture(msgspec.Struct, frozen=True, kw_only=True):
    """One finished picture: `height` x `width` x 3 bytes of RGB, and the recipe it came from."""

    index: int
    width: int
    height: int
    rgb: bytes
    recipe: dict[str, Any]
    seconds: float
    seconds_per_step: float
    notices: tuple[Message, ...] = ()
