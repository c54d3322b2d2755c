"""The models that can be rewritten in eight bits, and the small model's name."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from desktop.core.messages import Message
from desktop.core.tasks import ShrinkRequest
from desktop.models.families.known_families import family_named
from desktop.models.model import Model

_LARGE = ("", "bf16", "fp16", "fp32")
"""Precisions that can be made smaller; "": a folder, whose weights are examined."""


def why_not_shrink(model: Model) -> Message | None:
    """Return why `model` can't be made smaller; None where it can."""
    if model.problem:
        return Message(
            "{name} can’t be made smaller. {problem}", name=model.name, problem=model.problem
        )
    if family_named(model.family).flow is None:
        return Message(
            "{name} can’t be made smaller: that is for FLUX.2 klein and Z-Image.", name=model.name
        )
    if model.precision not in _LARGE or model.weights.get("int8"):
        return Message("{name} is small already.", name=model.name)
    return None


def shrink_request(model: Model) -> ShrinkRequest:
    """Return the task that makes `model` smaller, beside it under a free name."""
    source = Path(model.path)
    stem, suffix = (source.stem, source.suffix) if source.is_file() else (source.name, "")
    for number in count(1):
        ending = "-int8" if number == 1 else f"-int8-{number}"
        target = source.with_name(f"{stem}{ending}{suffix}")
        if not target.exists():
            return ShrinkRequest(source=model.path, output=str(target), family=model.family)
    raise AssertionError
