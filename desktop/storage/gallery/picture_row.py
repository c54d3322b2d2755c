"""A picture's data for the index, read from its file without decoding the pixels."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.core.recipe import Recipe
from desktop.core.request import MAX_SEED
from desktop.files.bounded import open_regular
from desktop.files.json_coerce import as_list, as_mapping, as_text
from desktop.storage.metadata.reading import embedded, recipe_in
from desktop.storage.metadata.recipe_builder import ReadRecipe

SEED_SHIFT = 2**63
"""Seeds go to 2^64-1, SQLite's integers to 2^63-1: the index keeps seed - 2^63."""
_PROMPT_KEPT = 500
_BUFFER = 32 * 1024
_MAX_SIDE = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class PictureFacts:
    """A picture's data for the index. Times are nanoseconds since 1970."""

    name: str
    size: int
    mtime: int
    ctime: int
    created: int
    width: int = 0
    height: int = 0
    source: str = ""
    prompt: str = ""
    negative_prompt: str = ""
    model: str = ""
    sampler: str = ""
    seed: int | None = None
    starting_image: bool = False
    loras: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    """The digests of its input pictures; see `input_paths.picture_digest`."""


class Stamp(NamedTuple):
    """A file's identifying status: size in bytes, times in nanoseconds since 1970."""

    size: int
    mtime: int
    ctime: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """Return the stamp of an `os.stat_result`."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def read_facts(folder: Path, name: str, status: Stamp) -> PictureFacts:
    """Return the facts of the picture `name` in `folder`. Raises OSError where it is unreadable.

    A file that is damaged or no picture has facts too, with width and height 0.
    """
    path = folder / name
    with open_regular(path, _BUFFER) as stream:
        found = embedded(stream, stream.read(16))
    read = recipe_in(found) if found is not None else None
    facts = PictureFacts(
        name=name,
        size=status.size,
        mtime=status.mtime,
        ctime=status.ctime,
        created=status.mtime,
        width=min(found.width, _MAX_SIDE) if found is not None else 0,
        height=min(found.height, _MAX_SIDE) if found is not None else 0,
    )
    return facts if read is None else _with_recipe(facts, read)


def _with_recipe(facts: PictureFacts, read: ReadRecipe) -> PictureFacts:
    recipe = read.recipe
    loras = (as_text(as_mapping(item).get("name")) for item in as_list(recipe.get("loras")))
    seed = recipe.integer("seed")
    return replace(
        facts,
        created=_created(recipe.text("created"), facts.created),
        source=read.source,
        prompt=recipe.text("prompt"),
        negative_prompt=recipe.text("negative_prompt"),
        model=storable(recipe.model_name),
        sampler=storable(recipe.text("sampler")),
        seed=seed if seed is not None and 0 <= seed <= MAX_SEED else None,
        starting_image=bool(recipe.get("image")),
        loras=tuple(dict.fromkeys(storable(name) for name in loras if name)),
        origins=_origins(recipe),
    )


def _origins(recipe: Recipe) -> tuple[str, ...]:
    """Return the digests in the recipe of the pictures that were edited, reworked or enlarged."""
    parts = [*map(as_mapping, as_list(recipe.get("references"))), as_mapping(recipe.get("image"))]
    digests = [as_text(part.get("sha256")) for part in parts]
    digests.append(as_text(as_mapping(recipe.get("upscaled")).get("from_sha256")))
    return tuple(dict.fromkeys(storable(digest, 64) for digest in digests[:32] if digest))


def _created(text: str, otherwise: int) -> int:
    try:
        created = int(datetime.fromisoformat(text).timestamp() * 1_000_000) * 1000
    except (ValueError, OverflowError, OSError):
        return otherwise
    return created if abs(created) < 2**62 else otherwise


def storable(text: str, length: int = _PROMPT_KEPT) -> str:
    """Return the part of a text that the index stores for display."""
    return text[:length].encode("utf-8", "replace").decode()
