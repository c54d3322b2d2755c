"""Read Fooocus' JSON, in its own scheme and in that of its log; its A1111 scheme is A1111's."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, cast

from desktop.files.json_coerce import as_list, as_mapping, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

_SILENT = {
    *("metadata_scheme", "created_by", "full_prompt", "full_negative_prompt", "version"),
    *("performance", "prompt_expansion", "fooocus_v2_expansion"),
}
_NEUTRAL = {"refiner_model": "None", "vae": "Default (model)"}


def read_fooocus(data: object) -> ReadRecipe | None:
    """Return the recipe in Fooocus' decoded JSON; None for other data."""
    rest = {_key(name): value for name, value in as_mapping(data).items()}
    if not {"base_model", "sharpness", "prompt"} <= rest.keys():
        return None
    draft = RecipeBuilder("Fooocus")
    draft.values["prompt"] = as_text(rest.pop("prompt"))
    draft.values["negative_prompt"] = as_text(rest.pop("negative_prompt", ""))
    for key, least in (("seed", 0), ("steps", 1)):
        if key in rest:
            draft.integer(key, rest.pop(key), least=least)
    draft.number("guidance_scale", rest.pop("guidance_scale", None), "guidance_scale")
    draft.size("x".join(str(side) for side in _listed(rest.pop("resolution", ""))), "resolution")
    draft.scheduler(rest.pop("sampler", ""), rest.pop("scheduler", ""))
    draft.model(as_text(rest.pop("base_model")), as_text(rest.pop("base_model_hash", "")))
    _take_loras(draft, rest)
    vae = as_text(rest.get("vae"))
    if vae and vae != _NEUTRAL["vae"]:
        draft.put("vae", rest.pop("vae"))
    skip = rest.pop("clip_skip", None)
    if isinstance(skip, int) and skip > 1:  # counts from 1; SDXL's own is 2 there
        draft.put("clip_skip", skip - 1)
        draft.put("prompt_dialect", "comfyui")
    rest["styles"] = ", ".join(str(style) for style in _listed(rest.get("styles")))
    draft.put("app", as_text(rest.get("version")) or "Fooocus")
    for name in ("full_prompt", "full_negative_prompt"):
        full = " | ".join(str(part) for part in as_list(rest.get(name)))
        if full and rest["styles"]:  # what the styles and the expansion made of the words
            draft.leave(name, full)
    neutral = {name for name, value in _NEUTRAL.items() if rest.get(name) == value}
    draft.leave_all(rest, but=_SILENT | neutral)
    return draft.done()


def _key(name: object) -> str:
    return str(name).strip().lower().replace(" ", "_")


def _take_loras(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    """Add `loras` of [name, weight, hash], or `lora_1` and so on: `name : weight`."""
    for entry in _listed(rest.pop("loras", None)):
        parts = _listed(entry)
        if len(parts) >= 2:
            draft.lora(str(parts[0]), parts[1], sha256=as_text(parts[2] if parts[2:] else ""))
    for name in [name for name in rest if name.startswith("lora_")]:
        lora, colon, weight = as_text(rest[name]).rpartition(":")
        if colon:
            del rest[name]
            draft.lora(lora.strip(), weight)


def _listed(value: object) -> list[Any]:
    """Return a list or tuple, also from its Python repr in a string."""
    if isinstance(value, str) and 1 < len(value) < 20_000 and value[0] in "[(":
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            return []
    return list(cast("Sequence[Any]", value)) if isinstance(value, list | tuple) else []
