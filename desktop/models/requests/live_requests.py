"""The two pictures of live drawing: a sketch at once, then the whole picture."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from desktop.core.errors import BadInput
from desktop.core.events import MOST_PIXELS
from desktop.core.request import GenerationRequest
from desktop.models.model import Model

_SKETCH = 0.5
"""A sketch's share of the whole picture's sides."""


class LiveRequests(NamedTuple):
    """One request at two sizes; the same twice where the model has only one size."""

    sketch: GenerationRequest
    whole: GenerationRequest


def live_requests(request: GenerationRequest, model: Model) -> LiveRequests:
    """Return the sketch and the whole picture of `request`, one of each. Raises BadInput.

    A sketch has sides half as long, but none shorter than half of the model's native sides, and no
    high-resolution fix.
    """
    whole = msgspec.structs.replace(request, count=1)
    scale = whole.high_res_fix.scale if whole.high_res_fix is not None else 1.0
    if whole.width * whole.height * scale**2 > MOST_PIXELS:
        raise BadInput(
            "Live drawing makes pictures of up to {count} megapixels.",
            count=MOST_PIXELS // 1_000_000,
        )
    width, height = _sketch_size(whole.width, whole.height, model)
    if (width, height) == (whole.width, whole.height):
        return LiveRequests(whole, whole)
    sketch = msgspec.structs.replace(whole, width=width, height=height, high_res_fix=None)
    return LiveRequests(sketch, whole)


def _sketch_size(width: int, height: int, model: Model) -> tuple[int, int]:
    can, made_for = model.capabilities, model.defaults
    if can.sizes:
        return width, height
    least = max(can.min_side, min(made_for.width, made_for.height) * _SKETCH)
    scale = min(1.0, max(_SKETCH, least / min(width, height)))
    across, down = (round(side * scale / can.size_step) * can.size_step for side in (width, height))
    return across, down
