"""Read InvokeAI's metadata: `invokeai_metadata`, and `sd-metadata` of its second version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop.files.json_coerce import as_list, as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

_SILENT = {
    "generation_mode",
    "app_version",
    "rand_device",
    "canvas_v2_metadata",
    "metadata_version",
    "img2img_fit",
}
_SAMPLERS = {
    "euler_a": "euler_ancestral",
    "kdpm_2": "dpm_2",
    "kdpm_2_a": "dpm_2_ancestral",
    "dpm_2_a": "dpm_2_ancestral",
    "dpmpp_2s": "dpmpp_2s_ancestral",
    "unipc": "uni_pc",
}
_NEUTRAL = {"cfg_rescale_multiplier": 0, "seamless_x": False, "seamless_y": False}


def read_invokeai(data: object) -> ReadRecipe | None:
    """Return the recipe in a decoded `invokeai_metadata` text; None without one."""
    rest = dict(as_mapping(data))
    if not {"positive_prompt", "generation_mode"} & rest.keys():
        return None
    draft = RecipeBuilder("InvokeAI")
    draft.put("prompt_dialect", "invokeai")
    draft.values["prompt"] = as_text(rest.pop("positive_prompt", ""))
    draft.values["negative_prompt"] = as_text(rest.pop("negative_prompt", ""))
    _take_numbers(draft, rest)
    _take_scheduler(draft, as_text(rest.pop("scheduler", "")))
    _take_parts(draft, rest)
    strength, image = rest.pop("strength", None), as_mapping(rest.pop("init_image", None))
    if strength is not None:
        entry = {"path": as_text(image.get("image_name")), "strength": as_number(strength) or 0.0}
        draft.put("image", entry)
    version = as_text(rest.get("app_version"))
    draft.put("app", f"InvokeAI {version}" if version else "")
    if rest.get("rand_device") == "cpu":
        draft.put("rng", "torch")
    for name, value in _NEUTRAL.items():
        if rest.get(name) in (value, None):
            rest.pop(name, None)
    draft.leave_all(rest, but=_SILENT)
    return draft.done()


def _take_numbers(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    for name, least in (("seed", 0), ("steps", 1), ("width", 1), ("height", 1)):
        if name in rest:
            draft.integer(name, rest.pop(name), least=least)
    if "cfg_scale" in rest:
        draft.number("guidance_scale", rest.pop("cfg_scale"), "cfg_scale")
    if rest.get("clip_skip") is not None:
        skip = as_number(rest.pop("clip_skip"))
        draft.put("clip_skip", int(skip) if skip else None)


def _take_scheduler(draft: RecipeBuilder, name: str) -> None:
    """Add the sampler; the suffix `_k` marks InvokeAI's Karras schedule."""
    plain = name.removesuffix("_k")
    draft.scheduler(_SAMPLERS.get(plain, plain), "karras" if plain != name else "")


def _take_parts(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    model = as_mapping(rest.pop("model", None))
    draft.model(_name(model), as_text(model.get("hash")).rsplit(":", 1)[-1], _family(model))
    draft.put("vae", _name(as_mapping(rest.pop("vae", None))))
    for item in as_list(rest.pop("loras", None)):
        entry = as_mapping(item)
        lora = as_mapping(entry.get("model")) or as_mapping(entry.get("lora"))
        if _name(lora):
            digits = as_text(lora.get("hash")).removeprefix("sha256:")
            draft.lora(_name(lora), entry.get("weight", 1.0), sha256=digits)
        else:
            draft.leave("lora", item)


def _name(part: Mapping[str, Any]) -> str:
    return as_text(part.get("name")) or as_text(part.get("model_name"))


def _family(model: Mapping[str, Any]) -> str:
    base = as_text(model.get("base")) or as_text(model.get("base_model"))
    return {"sd-1": "sd1", "sd-2": "sd2", "sdxl": "sdxl", "sdxl-refiner": "sdxl_refiner"}.get(
        base, ""
    )


def read_sd_metadata(data: object) -> ReadRecipe | None:
    """Return the recipe in a decoded `sd-metadata` text of InvokeAI 2; None without one."""
    whole = as_mapping(data)
    image = dict(as_mapping(whole.get("image")))
    if "prompt" not in image:
        return None
    draft = RecipeBuilder("InvokeAI")
    draft.put("prompt_dialect", "invokeai")
    prompt, negative = _split_brackets(_prompt_text(image.pop("prompt")))
    draft.values["prompt"], draft.values["negative_prompt"] = prompt, negative
    _take_numbers(draft, image)
    sampler = as_text(image.pop("sampler", ""))
    _take_scheduler(draft, sampler.removeprefix("k_"))
    draft.model(as_text(whole.get("model_weights")), as_text(whole.get("model_hash"))[:64])
    draft.put("app", as_text(whole.get("app_version")))
    draft.leave_all(image, but=("type", "postprocessing", "variations"))
    return draft.done()


_DREAM = re.compile(
    r"\s-(?P<flag>[A-Za-z]|-[a-z_]{2,30})[ =]?(?P<value>[^\s-][^\s]{0,200}|-\d\S{0,20})?"
)
_MOST_DREAM = 22_000


def read_dream(text: str) -> ReadRecipe | None:
    """Return the recipe in InvokeAI 1's `Dream` text: `"prompt [negative]" -s 50 -S 1 -W 512 -A
    k_lms`.
    """
    text = text.strip()
    if not text.startswith('"') or len(text) > _MOST_DREAM:
        return None
    quotes = [match.start() for match in re.finditer(r'"(?!\S)', text) if match.start()]
    if not quotes:
        return None
    quoted, flags = text[1 : quotes[-1]], text[quotes[-1] + 1 :]
    rest = {m["flag"].lstrip("-"): m["value"] or "" for m in _DREAM.finditer(flags)}
    draft = RecipeBuilder("InvokeAI")
    draft.put("prompt_dialect", "invokeai")
    draft.values["prompt"], draft.values["negative_prompt"] = _split_brackets(quoted)
    for flag, key, least in (
        ("s", "steps", 1),
        ("S", "seed", 0),
        ("W", "width", 1),
        ("H", "height", 1),
    ):
        if flag in rest:
            draft.integer(key, rest.pop(flag), f"-{flag}", least)
    if "C" in rest:
        draft.number("guidance_scale", rest.pop("C"), "-C")
    _take_scheduler(draft, rest.pop("A", "").removeprefix("k_"))
    if "I" in rest or "init_img" in rest:
        path = rest.pop("I", "") or rest.pop("init_img", "")
        draft.put("image", {"path": path, "strength": as_number(rest.pop("f", "")) or 0.75})
    draft.put("app", "InvokeAI 1")
    draft.leave_all({f"-{flag}": value or "on" for flag, value in rest.items()})
    return draft.done()


def _prompt_text(value: object) -> str:
    if isinstance(value, str):
        return value
    parts = [as_mapping(item) for item in as_list(value)]
    return ", ".join(as_text(part.get("prompt")) for part in parts)


def _split_brackets(prompt: str) -> tuple[str, str]:
    """Split off the negative prompt, which InvokeAI 2 wrote in square brackets."""
    negative = re.findall(r"\[([^\[\]]*)\]", prompt)
    return re.sub(r"(?<!\s)\s*+\[[^\[\]]*+\]", "", prompt).strip(), " ".join(negative)
