"""The picture files that Easel reads: their endings, and how Pillow opens them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

HEIC_SUFFIXES = (".heic",)
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", *HEIC_SUFFIXES)
"""In lower case, with the dot; the gallery, wells and drops of the window take exactly these."""


def is_heic(path: Path) -> bool:
    """Whether a file of this name is a HEIC, which neither Pillow nor Qt on Linux reads itself."""
    return path.suffix.lower() in HEIC_SUFFIXES


def open_picture_file(path: Path) -> Image.Image:
    """Open the picture at `path`, pixels not decoded yet. Raises what `PIL.Image.open` raises."""
    from PIL import Image

    if is_heic(path):
        import pi_heif  # pyright: ignore[reportMissingTypeStubs]

        pi_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType]
    return Image.open(path)
