"""File-name suffixes of the picture formats that Easel reads and writes."""

from __future__ import annotations

from pathlib import Path

HEIC_SUFFIXES = (".heic",)
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", *HEIC_SUFFIXES)
"""In lower case, with the dot; exactly what the gallery, image wells and window drops accept."""


WRITTEN_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
"""Suffixes for new pictures: each format stores a recipe without loss."""


def names_picture(output: Path) -> bool:
    """Return whether `output` names the file of one new picture rather than a folder."""
    return output.suffix.lower() in WRITTEN_SUFFIXES and not output.is_dir()


def is_heic(path: Path) -> bool:
    """Return whether `path` names a HEIC file, which Pillow and Qt on Linux can't read."""
    return path.suffix.lower() in HEIC_SUFFIXES
