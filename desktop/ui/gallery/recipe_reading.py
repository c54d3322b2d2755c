"""Read the recipe of a picture for the gallery's views."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.core.errors import EaselError
from desktop.core.recipe import Recipe

if TYPE_CHECKING:
    from desktop.storage.metadata.recipe_builder import ReadRecipe

Read = Callable[[str], "ReadRecipe | None"]


def recipe_in(path: str, read: Read) -> Recipe | None:
    """Return the recipe in the picture at `path`; None if it has none or can't be read."""
    try:
        found = read(path)
    except EaselError:
        return None
    return None if found is None else found.recipe
