"""The picture files that Easel reads: their endings."""

from __future__ import annotations

from pathlib import Path

HEIC_SUFFIXES = (".heic",)
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", *HEIC_SUFFIXES)
"""In lower case, with the dot; the gallery, wells and drops of the window take exactly these."""


WRITTEN_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
"""The endings that new pictures can have: each carries a recipe without loss."""


def names_picture(output: Path) -> bool:
    """Whether `output` names the file of one new picture, and not a folder for pictures."""
    return output.suffix.lower() in WRITTEN_SUFFIXES and not output.is_dir()


def is_heic(path: Path) -> bool:
    """Whether a file of this name is a HEIC, which neither Pillow nor Qt on Linux reads itself."""
    return path.suffix.lower() in HEIC_SUFFIXES
