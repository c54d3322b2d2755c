"""A conversion's memory and disk needs, and the refusal on smaller machines."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path

import msgspec
import psutil

from desktop.core.errors import BadInput
from desktop.models.recognition.safetensors_header import HeaderError, read_header

_BASE_MEMORY = 1.5e9
"""Bytes of the process itself: torch, diffusers, coremltools and a trace's working memory."""
_BYTES_A_WEIGHT = 13.0
"""Peak bytes for each weight of the largest part, measured on an SD 1.5 UNet (860 M weights)."""
_DISK_A_WEIGHT = 2.2
_SPARE_DISK = 0.5e9
_TEXT_PREFIXES = ("cond_stage_model.", "conditioner.embedders.0.")
PREFIXES: dict[str, tuple[str, ...]] = {
    "unet": ("model.diffusion_model.",),
    "vae": ("first_stage_model.",),
    "text_encoder": _TEXT_PREFIXES,
    "text_encoder_2": ("conditioner.embedders.1.",),
}
"""The key prefixes of each part's weights in a single file."""


class Needs(msgspec.Struct, frozen=True):
    """A conversion's peak bytes of memory and disk."""

    memory: float
    disk: float


def needs_of(source: Path, *, rewritten: bool) -> Needs:
    """Return the needs of converting `source` (a diffusers folder or a file), from headers.

    `rewritten`: parts are cut or compressed after their conversion. Raises BadInput where a file is
    damaged.
    """
    if source.is_file():
        weights = [count_in_file(source, prefixes) for prefixes in PREFIXES.values()]
    else:
        weights = [count_weights(source / part) for part in (*PREFIXES, "safety_checker")]
    largest = max(weights)
    return Needs(memory_needed(largest), disk_needed(sum(weights), largest, rewritten=rewritten))


def count_in_file(file: Path, prefixes: tuple[str, ...]) -> int:
    """Return the number of weights in `file` whose names begin with one of `prefixes`."""
    try:
        shapes = read_header(file).shapes
    except HeaderError as error:
        raise BadInput(
            "{name} can’t be converted. {problem}", name=file.name, problem=error.message
        ) from error
    return sum(math.prod(shape) for name, shape in shapes.items() if name.startswith(prefixes))


def count_weights(place: Path) -> int:
    """Return the number of weights in a part's folder (or one file), from the headers alone.

    Raises BadInput where a file is damaged.
    """
    files = [place] if place.is_file() else list(place.glob("*.safetensors"))
    files = [file for file in files if ".fp16" in file.name] or files
    total = 0
    for file in files:
        try:
            total += read_header(file).parameters
        except HeaderError as error:
            raise BadInput(
                "{name} can’t be converted. {problem}", name=place.name, problem=error.message
            ) from error
    return total


def memory_needed(largest_part: int) -> float:
    """Return the peak bytes of memory for a part of that many weights."""
    return _BASE_MEMORY + _BYTES_A_WEIGHT * largest_part


def disk_needed(all_parts: int, largest_part: int, *, rewritten: bool) -> float:
    """Return the peak bytes on the disk: all parts in float16, the largest twice if rewritten."""
    again = largest_part if rewritten else 0
    return _SPARE_DISK + _DISK_A_WEIGHT * (all_parts + again)


def memory_there() -> float:
    """Return the bytes of memory that a conversion can get on this machine.

    macOS grows its swap as needed and compresses idle memory, so the whole memory counts.
    """
    memory = psutil.virtual_memory()
    if sys.platform == "darwin":
        return float(memory.total)
    return float(memory.available + psutil.swap_memory().free)


def disk_there(place: Path) -> float:
    """Return the bytes free on the disk of `place`, which may not exist yet."""
    while not place.exists():
        place = place.parent
    return float(shutil.disk_usage(place).free)


def refuse_short_memory(needed: float, there: float) -> None:
    """Raise BadInput where `there` bytes of memory are too few."""
    if needed > there:
        raise BadInput(
            "This conversion needs about {needed} GB of memory and there is {there} GB: close "
            "other programs, or convert on a Mac with more memory.",
            needed=f"{needed / 1e9:.1f}",
            there=f"{there / 1e9:.1f}",
        )


def refuse_short_disk(needed: float, there: float) -> None:
    """Raise BadInput where `there` bytes of disk space are too few."""
    if needed > there:
        raise BadInput(
            "This conversion needs about {needed} GB of disk space and there is {there} GB: free "
            "some, or choose another disk.",
            needed=f"{needed / 1e9:.1f}",
            there=f"{there / 1e9:.1f}",
        )
