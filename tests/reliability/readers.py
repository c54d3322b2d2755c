"""Every reader of files that Easel didn't write, as a function of a path that takes it as it comes.

Each raises only what its callers expect (`EaselError`); anything else is a fault of the reader.
"""

from __future__ import annotations

from pathlib import Path

from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.thumbnail_cache import small


def recipe(path: str) -> None:
    read_recipe(Path(path))


def thumbnail(path: str) -> None:
    small(Path(path), 512)
