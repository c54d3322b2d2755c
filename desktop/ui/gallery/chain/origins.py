"""The source pictures of a picture that was upscaled, reworked or edited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from desktop.core.recipe import Recipe
from desktop.files.json_coerce import as_list


def original_of(recipe: Recipe | None, picture: str) -> str:
    """Return the main source file of `picture`; "" if it has none, or the file is gone."""
    return next(iter(origins_of(recipe, picture)), "")


def origins_of(recipe: Recipe | None, picture: str) -> list[str]:
    """Return the existing source files of `picture`, the main one first.

    A recipe may have only a file name, which is then looked up beside the picture.
    """
    if recipe is None:
        return []
    named = [
        _text(recipe.get("upscaled"), "from"),
        _text(recipe.get("image"), "path"),
        *(_text(part, "path") for part in as_list(recipe.get("references"))),
    ]
    found = [_file(name, picture) for name in named if name]
    return list(dict.fromkeys(path for path in found if path))


def _file(named: str, picture: str) -> str:
    for path in (Path(named), Path(picture).parent / Path(named).name):
        try:
            if path.is_absolute() and path.is_file() and str(path) != picture:
                return str(path)
        except (OSError, ValueError):  # too long for the disk, NUL
            continue
    return ""


def _text(part: object, key: str) -> str:
    value = cast("Mapping[str, Any]", part).get(key) if isinstance(part, Mapping) else None
    return value if isinstance(value, str) else ""
