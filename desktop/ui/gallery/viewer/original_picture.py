"""From which other picture a picture was made: its starting image, or what was enlarged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from desktop.core.recipe import Recipe


def original_of(recipe: Recipe | None, picture: str) -> str:
    """The file that `picture` was made from; "" where it was made from words, or that is gone.

    A recipe may only name the file: then it is looked for beside the picture.
    """
    if recipe is None:
        return ""
    named = _text(recipe.get("upscaled"), "from") or _text(recipe.get("image"), "path")
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
