"""Looks at the pictures of a folder: which are whole, and of which seed each is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from desktop.files.atomic import TEMPORARY_PREFIX
from desktop.storage.metadata.reading import read_recipe


def temporaries(folder: Path) -> list[Path]:
    """What a killed writer left."""
    return sorted(folder.glob(f"{TEMPORARY_PREFIX}*"))


def is_whole(path: Path) -> bool:
    """Whether all pixels can be decoded and the recipe can be read."""
    return seed_of(path) is not None


def seed_of(path: Path) -> int | None:
    """The seed of a whole picture, None for one that isn't."""
    try:
        with Image.open(path) as image:
            image.load()
        read = read_recipe(path)
    except Exception:
        return None
    return read.recipe.integer("seed") if read is not None else None


def seeds_in(folder: Path) -> Iterator[tuple[Path, int | None]]:
    """Each picture with its seed, None where it is damaged."""
    for path in sorted(folder.glob("*.png")):
        yield path, seed_of(path)
