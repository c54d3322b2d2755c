"""Measured picture times on this machine, for estimates of the next ones."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.core.request import GenerationRequest
from desktop.files.atomic import write_atomically
from desktop.files.bounded import UnreadableError, read_struct
from desktop.models.families.known_families import family_named

PACES = "paces.json"
_MOST_KEPT = 200
_MOST_SECONDS = 10.0**7
"""A third of a year in seconds: no picture takes as long."""


class Pace(msgspec.Struct, frozen=True):
    """Seconds for one step's unit of work, and for everything done once, a pixel."""

    step: float
    rest: float


class Paces:
    """The paces of models, kept in `file`: the last picture's of each."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def remember(self, request: GenerationRequest, seconds: float, a_step: float) -> None:
        """Store the time of a picture of `request` in seconds. Best effort: it only serves
        estimates.
        """
        work = _work(request)
        if a_step <= 0:
            return
        rest = max(seconds - _steps(request) * a_step, 0.0) / (request.width * request.height)
        found = self._read()
        found.pop(_key(request), None)
        found[_key(request)] = Pace(a_step / work, rest)
        kept = dict(list(found.items())[-_MOST_KEPT:])
        with suppress(OSError):
            write_atomically(self._file, msgspec.json.encode(kept), sync=False)

    def seconds(self, request: GenerationRequest) -> float | None:
        """Return the expected seconds of a picture; None where its model has not drawn here."""
        pace = self._read().get(_key(request))
        if pace is None:
            return None
        once = pace.rest * request.width * request.height
        seconds = pace.step * _work(request) * _steps(request) + once
        return seconds if 0 <= seconds < _MOST_SECONDS else None  # a damaged file

    def _read(self) -> dict[str, Pace]:
        try:
            return read_struct(self._file, dict[str, Pace])
        except (OSError, UnreadableError):
            return {}


def _steps(request: GenerationRequest) -> int:
    start = request.starting_image
    return max(int(request.steps * (start.strength if start else 1.0)), 1)


def _work(request: GenerationRequest) -> float:
    """Return the work of one step: twice where guidance evaluates the model twice.

    Where a family's cost isn't known it grows with the pixels, roughly as a UNet's does.
    """
    cost = family_named(request.identity.family).cost
    size = request.width, request.height
    work = (
        size[0] * size[1]
        if cost is None
        else cost.work(*size, len(request.references) * request.pixels_a_reference)
    )
    return work * (2 if request.guidance_scale > 1 else 1)


def _key(request: GenerationRequest) -> str:
    return f"{request.compute_unit} {request.precision} {request.model}"
