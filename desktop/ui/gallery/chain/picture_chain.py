"""The chain of a picture: its sources, their sources, and its derivatives."""

from __future__ import annotations

from typing import NamedTuple

from desktop.core.recipe import Recipe
from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.gallery.picture_store import PictureStore
from desktop.ui.gallery.recipe_reading import Read, recipe_in

from .origins import origins_of

_MOST_GENERATIONS = 8
_MOST_OUTCOMES = 24


class PictureChain(NamedTuple):
    """`generations` of paths, oldest first; the generation of `path` holds only `path`."""

    path: str
    generations: tuple[tuple[str, ...], ...]

    @property
    def is_single(self) -> bool:
        """Whether the picture has neither sources nor derivatives."""
        return len(self.generations) <= 1


def find_chain(path: str, recipe: Recipe | None, read: Read, store: PictureStore) -> PictureChain:
    """Return the chain of the picture at `path`, which carries `recipe`. For background threads.

    Beyond the direct sources, only the main source is followed. Raises EaselError.
    """
    from desktop.storage.pictures.input_paths import picture_digest

    before: list[tuple[str, ...]] = []
    seen, current = {path}, path
    while len(before) < _MOST_GENERATIONS:
        origins = tuple(origin for origin in origins_of(recipe, current) if origin not in seen)
        if not origins:
            break
        before.insert(0, origins)
        seen.update(origins)
        current = origins[0]
        recipe = recipe_in(current, read)
    digest = picture_digest(path)
    made = store.paths(GalleryQuery(made_from=(digest,), sort="oldest")) if digest else ()
    after = tuple(one for one in made if one not in seen)[:_MOST_OUTCOMES]
    return PictureChain(path, (*before, (path,), *((after,) if after else ())))
