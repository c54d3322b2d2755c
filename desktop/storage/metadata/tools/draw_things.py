"""Read Draw Things' JSON, from the Exif user comment or the XMP packet."""

from __future__ import annotations

import re
from typing import Any

from desktop.core.messages import Message
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

from .a1111_settings import parse_settings

_SILENT = {"v2", "profile", "batchCount", "batchSize"}
_ENDINGS = {" Trailing": "simple", " Karras": "karras"}


def read_draw_things(data: object) -> ReadRecipe | None:
    """Return the recipe in Draw Things' decoded JSON; None for other data."""
    rest = dict(as_mapping(data))
    if not isinstance(rest.get("c"), str) or not {"sampler", "steps", "scale"} & rest.keys():
        return None
    full = as_mapping(rest.get("v2"))
    draft = RecipeBuilder("Draw Things")
    draft.values["prompt"] = as_text(rest.pop("c"))
    draft.values["negative_prompt"] = as_text(rest.pop("uc", ""))
    for name, least in (("steps", 1), ("seed", 0)):
        if name in rest:
            draft.integer(name, rest.pop(name), least=least)
    if "scale" in rest:
        draft.number("guidance_scale", rest.pop("scale"), "scale")
    if "size" in rest:
        draft.size(rest.pop("size"))
    _take_sampler(draft, as_text(rest.pop("sampler", "")))
    draft.model(as_text(rest.pop("model", "")))
    _take_rest(draft, rest, full)
    draft.put("app", "Draw Things")
    draft.leave_all(rest, but=_SILENT)
    return draft.done()


def _take_sampler(draft: RecipeBuilder, name: str) -> None:
    schedule = ""
    for ending, meaning in _ENDINGS.items():
        if name.endswith(ending):
            name, schedule = name.removesuffix(ending), meaning
    if name.endswith(" AYS"):
        draft.leave("sampler", name)
        name = name.removesuffix(" AYS")
    draft.scheduler(name, schedule)


def _take_rest(draft: RecipeBuilder, rest: dict[str, Any], full: Any) -> None:
    strength = as_number(rest.pop("strength", None))
    if strength is not None and strength < 1:
        draft.put("image", {"path": "", "strength": float(strength)})
        draft.notices.append(
            Message("The picture was made from another one, which the file lacks.")
        )
    skip = as_integer(rest.pop("clip_skip", full.get("clipSkip")))
    if skip is not None and skip > 1:  # counts from 1, as A1111 does
        draft.put("clip_skip", skip - 1)
    for item in as_list(full.get("loras")) or as_list(rest.get("lora")):
        entry = as_mapping(item)
        name = as_text(entry.get("file")) or as_text(entry.get("model"))
        if name:
            draft.lora(name, entry.get("weight", 1.0))
    rest.pop("lora", None)
    for item in as_list(full.get("controls")):
        draft.leave("control", item)


def read_description(text: str) -> ReadRecipe | None:
    """Return the recipe in Draw Things' description: prompt, ``-negative``, and a settings line."""
    *lines, last = text.strip().split("\n")
    rest: dict[str, Any] = dict(parse_settings(last))
    if len(rest) < 3 or "Guidance Scale" not in rest:
        return None
    split = next((at for at, line in enumerate(lines) if line.startswith("-")), len(lines))
    names = {"Steps": "steps", "Seed": "seed", "Size": "size", "Guidance Scale": "scale"}
    names |= {"Sampler": "sampler", "Model": "model", "Strength": "strength"}
    data = {names.get(key, key): value for key, value in rest.items()}
    data["c"] = "\n".join(lines[:split])
    data["uc"] = re.sub(r"^-", "", "\n".join(lines[split:]))
    return read_draw_things(data)
