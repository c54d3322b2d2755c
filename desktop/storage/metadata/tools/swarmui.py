"""Read SwarmUI's JSON, in the place of A1111's text: `{"sui_image_params": {...}}`."""

from __future__ import annotations

import re
from typing import Any

from desktop.core.messages import Message
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

_SILENT = {"images", "swarm_version", "aspectratio", "automaticvae", "batchsize", "presets"}
_SCHEDULES = {"turbo": "sd_turbo", "align_your_steps": "align_your_steps_comfyui"}
"""SwarmUI's sampler names that differ from A1111's and Forge's: it runs ComfyUI's nodes."""
_SYNTAX = re.compile(r"<(?!lora:|lyco:)([a-z]+)(?:\[[^\]]{0,99}\])?:[^<>]{0,300}>")


def read_swarmui(data: object) -> ReadRecipe | None:
    """Return the recipe in SwarmUI's decoded JSON; None for other data."""
    rest = dict(as_mapping(as_mapping(data).get("sui_image_params")))
    if not rest:
        return None
    models = as_list(as_mapping(data).get("sui_models"))
    draft = RecipeBuilder("SwarmUI")
    draft.put("prompt_dialect", "comfyui")
    for key, name in (("prompt", "prompt"), ("negative_prompt", "negativeprompt")):
        if name in rest or key == "negative_prompt":
            draft.values[key] = as_text(rest.pop(name, ""))
    if "prompt" in draft.values:
        draft.prompt_with_tags(draft.values["prompt"])
        for found in _SYNTAX.finditer(draft.values["prompt"]):
            draft.leave("prompt syntax", found[0])
    for key, name, least in (
        ("seed", "seed", 0),
        ("steps", "steps", 1),
        ("width", "width", 1),
        ("height", "height", 1),
        ("variation_seed", "variationseed", 0),
    ):
        if name in rest:
            draft.integer(key, rest.pop(name), name, least)
    for key, name in (
        ("guidance_scale", "cfgscale"),
        ("variation_strength", "variationseedstrength"),
    ):
        if name in rest:
            draft.number(key, rest.pop(name), name)
    schedule = as_text(rest.pop("scheduler", ""))
    draft.scheduler(rest.pop("sampler", ""), _SCHEDULES.get(schedule, schedule))
    draft.model(as_text(rest.pop("model", "")))
    vae = as_text(rest.pop("vae", ""))
    draft.put("vae", "" if vae.lower() in {"automatic", "none"} else vae)
    _take_loras(draft, rest)
    for entry in map(as_mapping, models):
        if as_text(entry.get("param")) == "loras":
            draft.lora_hash(as_text(entry.get("name")), as_text(entry.get("hash")))
    _take_rest(draft, rest)
    draft.put("app", f"SwarmUI {as_text(rest.get('swarm_version'))}".strip())
    draft.leave_all(rest, but=_SILENT)
    return draft.done()


def _take_loras(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    names, weights = _listed(rest.pop("loras", None)), _listed(rest.pop("loraweights", None))
    for number, name in enumerate(names):
        draft.lora(str(name), weights[number] if number < len(weights) else 1.0)


def _listed(value: object) -> list[Any]:
    """Return a list, or the items of a comma-separated text."""
    return value.split(",") if isinstance(value, str) and value else as_list(value)


def _take_rest(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    layer = as_integer(rest.pop("clipstopatlayer", None))
    if layer is not None and layer < 0:
        draft.put("clip_skip", -layer - 1 or None)
    scale = as_number(rest.get("refinerupscale"))
    control = as_number(rest.get("refinercontrolpercentage"))
    if scale and scale > 1 and control and "refinermodel" not in rest:
        del rest["refinerupscale"], rest["refinercontrolpercentage"]
        draft.put("high_res_fix", {"scale": float(scale), "strength": float(control), "steps": 0})
    strength = as_number(rest.get("initimagecreativity"))
    if strength is not None and "initimage" in rest:
        del rest["initimagecreativity"]
        draft.put("image", {"path": "", "strength": float(strength)})
        draft.notices.append(
            Message("The picture was made from another one, which the file lacks.")
        )
