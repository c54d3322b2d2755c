"""The shapes of a module's weight and bias."""

from __future__ import annotations

import msgspec

Shape = tuple[int, ...]


class Weights(msgspec.Struct):
    """The shapes of one module's weight and bias, () where missing."""

    weight: Shape = ()
    bias: Shape = ()
