"""From which other picture a picture was made: what was enlarged, reworked or edited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from desktop.core.recipe import Recipe
from desktop.files.json_coerce import as_list


def original_of(recipe: Recipe | None, picture: str) -> str:
    """The file that `picture` was made from; "" where it was made from words, or that is gone.

    A recipe may only name the file: then it is looked for beside the picture.
    """
    if recipe is None:
        return ""
    references = as_list(recipe.get("references"))
    named = (
        _text(recipe.get("upscaled"), "from")
        or _text(recipe.get("image"), "path")
        or _text(references[0] if references else None, "path")
    )
    if not named:
        return ""
    for path in (Path(named), Path(picture).with_name(Path(named).name)):
        try:
            if path.is_absolute() and path.is_file() and str(path) != picture:
                return str(path)
        except (OSError, ValueError):  # too long for the disk, NUL
            continue
    return ""


def _text(part: object, key: str) -> str:
    value = cast("Mapping[str, Any]", part).get(key) if isinstance(part, Mapping) else None
    return value if isinstance(value, str) else ""
