"""File names by a template such as `{date}/{prompt}-{seed}`, with an example for the dialog."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.recipe import Recipe

from .slugs import shorten, slug

DEFAULT_TEMPLATE = "{prompt}-{seed}"
FIELDS = {
    "prompt": "the prompt's first words",
    "negative_prompt": "the negative prompt's first words",
    "seed": "the seed",
    "model": "the model's name",
    "sampler": "the sampler",
    "steps": "the number of steps",
    "guidance": "the guidance",
    "width": "the width in pixels",
    "height": "the height in pixels",
    "date": "the day it was made, as 2026-11-22",
    "time": "the time it was made, as 10-05-59",
    "name": "the name it has now",
    "number": "1, 2, 3 in the order of the export",
}
_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f:\\*?"<>|]')
_MOST_BYTES = 200
_DEEPEST = 8

_EXAMPLE = {
    "prompt": "a lighthouse at night, oil painting",
    "negative_prompt": "blurry",
    "seed": 1234567,
    "model": {"name": "starter"},
    "sampler": "dpmpp_2m",
    "steps": 20,
    "guidance_scale": 7.5,
    "width": 512,
    "height": 512,
    "created": "2026-11-22T10:05:59+00:00",
}


def example(template: str, suffix: str = ".png") -> str:
    """Return an example name. Raises BadInput as `file_name` does."""
    return f"{file_name(template, _EXAMPLE, name='lighthouse', number=1)}{suffix}"


def file_name(template: str, recipe: Mapping[str, Any], *, name: str, number: int) -> PurePosixPath:
    """Return the name, without suffix, by `template`: relative, `/` in the template for folders.

    Slashes and other invalid characters in the filled-in values become hyphens, so that a prompt
    never leads out of the export's folder. Raises BadInput for an unknown field.
    """
    unknown = [field for field in _FIELD.findall(template) if field not in FIELDS]
    if unknown:
        known = tuple(FIELDS)
        raise BadInput(
            "The name can’t have {{{field}}}; there are: {known}.", field=unknown[0], known=known
        )
    values = _values(Recipe(recipe), name, number)
    parts: list[str] = []
    for piece in template.split("/"):
        filled = _FIELD.sub(lambda match: values[match[1]], piece)
        part = _safe(filled)
        if part:
            parts.append(part)
    if len(parts) > _DEEPEST:
        raise BadInput("The name has too many folders in it; {most} is the most.", most=_DEEPEST)
    return PurePosixPath(*(parts or ["picture"]))


def safe_stem(text: str) -> str:
    """Return a typed name without suffix. Raises BadInput for an impossible one."""
    stem = text.strip()
    if not stem or "/" in stem or "\0" in stem or stem.startswith("."):
        raise BadInput("A name needs at least one letter, no slash, and no full stop in front.")
    if len(stem.encode("utf-8", "replace")) > _MOST_BYTES:
        raise BadInput("The name is too long. Choose a shorter one.")
    return stem.replace(":", "-")


def _values(recipe: Recipe, name: str, number: int) -> dict[str, str]:
    try:
        moment = datetime.fromisoformat(recipe.text("created"))
    except ValueError:
        moment = None
    guidance = recipe.number("guidance_scale")
    values = {
        "prompt": slug(recipe.text("prompt"), 100),
        "negative_prompt": slug(recipe.text("negative_prompt"), 60),
        "seed": recipe.get("seed"),
        "model": slug(recipe.model_name, 60) if recipe.model_name else None,
        "sampler": recipe.text("sampler"),
        "steps": recipe.get("steps"),
        "guidance": None if guidance is None else f"{guidance:g}",
        "width": recipe.get("width"),
        "height": recipe.get("height"),
        "date": moment.strftime("%Y-%m-%d") if moment else None,
        "time": moment.strftime("%H-%M-%S") if moment else None,
        "name": name,
        "number": number,
    }
    texts = {key: "unknown" if value in (None, "") else str(value) for key, value in values.items()}
    return {key: text.replace("/", "-") for key, text in texts.items()}


def _safe(part: str) -> str:
    clean = _FORBIDDEN.sub("-", part).strip()
    return shorten(clean.strip(". "), _MOST_BYTES)
