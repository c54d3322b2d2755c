"""What a conversion needs of memory and disk, and the refusal where the machine has less."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import psutil

from desktop.core.errors import BadInput

_BASE_MEMORY = 1.5e9
"""Bytes of the process itself: torch, diffusers, coremltools and a trace's working memory."""
_BYTES_A_WEIGHT = 13.0
"""Peak bytes for each weight of the largest part, measured on an SD 1.5 UNet (860 M weights)."""
_DISK_A_WEIGHT = 2.2
_SPARE_DISK = 0.5e9


def memory_needed(largest_part: int) -> float:
    """Peak bytes of memory for a part of that many weights."""
    return _BASE_MEMORY + _BYTES_A_WEIGHT * largest_part


def disk_needed(all_parts: int, largest_part: int, *, rewritten: bool) -> float:
    """Bytes on the disk at the peak: all parts in float16, the largest once more if rewritten."""
    again = largest_part if rewritten else 0
    return _SPARE_DISK + _DISK_A_WEIGHT * (all_parts + again)


def memory_there() -> float:
    """Bytes that a conversion can get on this machine.

    macOS grows its swap as needed and compresses what lies idle, so the whole memory counts.
    """
    memory = psutil.virtual_memory()
    if sys.platform == "darwin":
        return float(memory.total)
    return float(memory.available + psutil.swap_memory().free)


def disk_there(place: Path) -> float:
    """Bytes free where `place` will be."""
    while not place.exists():
        place = place.parent
    return float(shutil.disk_usage(place).free)


def refuse_if_short(what: str, needed: float, there: float) -> None:
    """Raise BadInput where `there` bytes of `what` ('memory', 'disk space') are too few."""
    if needed <= there:
        return
    remedy = (
        "close other programs, or convert on a Mac with more memory"
        if what == "memory"
        else "free some, or choose another disk"
    )
    raise BadInput(
        f"This conversion needs about {needed / 1e9:.1f} GB of {what} and there is "
        f"{there / 1e9:.1f} GB: {remedy}."
    )
