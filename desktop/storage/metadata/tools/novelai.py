"""Read NovelAI's recipe: the prompt in `Description`, the settings as JSON in `Comment`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.core.messages import Message
from desktop.files.json_coerce import as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

_SAMPLERS = {
    "k_dpm_2_ancestral": "dpm_2_ancestral",
    "k_dpmpp_2s_ancestral": "dpmpp_2s_ancestral",
    "ddim_v3": "ddim",
}
_SILENT = {
    *("request_type", "signed_hash", "n_samples", "prompt", "uc", "v4_prompt", "params_version"),
    *("v4_negative_prompt", "reference_strength_multiple", "lora_unet_weights"),
}
_NEUTRAL: Mapping[str, object] = {
    **{"sm": False, "sm_dyn": False, "cfg_rescale": 0, "dynamic_thresholding": False},
    **{"uncond_scale": 1, "legacy_v3_extend": False, "hide_debug_overlay": False, "strength": 0.7},
    **{
        "noise": 0.2,
        "controlnet_strength": 1,
        "prefer_brownian": True,
        "cfg_sched_eligibility": "",
    },
}
_NUMBER = re.compile(r"(-?\d{0,4}+\.?\d{1,6}+)::(.*?)::", re.S)
_STEP = 1.05


def read_novelai(comment: object, description: str = "", source: str = "") -> ReadRecipe | None:
    """Return the recipe in NovelAI's texts; `comment` is decoded JSON. None for other data."""
    rest = dict(as_mapping(comment))
    if not {"uc", "scale", "sampler"} <= rest.keys() or "c" in rest:  # "c": Draw Things
        return None
    draft = RecipeBuilder("NovelAI")
    prompt = as_text(rest.get("prompt")) or description
    if prompt:
        draft.values["prompt"] = round_weights(prompt)
    draft.values["negative_prompt"] = round_weights(as_text(rest.get("uc")))
    for key, least in (("steps", 1), ("seed", 0), ("width", 1), ("height", 1)):
        if key in rest:
            draft.integer(key, rest.pop(key), least=least)
    draft.number("guidance_scale", rest.pop("scale"), "scale")
    name, schedule = as_text(rest.pop("sampler")), as_text(rest.pop("noise_schedule", ""))
    draft.scheduler(
        _SAMPLERS.get(name, name.removeprefix("k_")), "" if schedule == "native" else schedule
    )
    if schedule == "native":
        draft.put("noise_schedule", "normal")
    if source:
        draft.model(source)
    if as_text(rest.get("request_type")).startswith(("Img2Img", "NativeInfilling")):
        draft.put("image", {"path": "", "strength": as_number(rest.get("strength")) or 0.7})
        draft.notices.append(
            Message("The picture was made from another one, which the file lacks.")
        )
    draft.put("app", "NovelAI")
    neutral = {key for key, value in _NEUTRAL.items() if rest.get(key) in (value, None)}
    draft.leave_all(rest, but=_SILENT | neutral)
    return draft.done()


def round_weights(text: str) -> str:
    """Convert NovelAI's weights to round brackets: `{a}` is 1.05 times, `[a]` 1/1.05, `1.3::a::`
    1.3.
    """
    text = re.sub(r"([()\\])", r"\\\1", text)
    text = _NUMBER.sub(lambda match: f"({match[2]}:{as_number(match[1]) or 0:g})", text)
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    for letter in text:
        if letter in "{[":
            opened.append((letter, len(pieces)))
            pieces.append("(")
        elif letter in "}]" and opened and opened[-1][0] == {"}": "{", "]": "["}[letter]:
            kind, _ = opened.pop()
            pieces.append(f":{_STEP if kind == '{' else 1 / _STEP:.4g})")
        else:
            pieces.append("" if letter in "}]" else letter)
    pieces += [f":{_STEP if kind == '{' else 1 / _STEP:.4g})" for kind, _ in reversed(opened)]
    return "".join(pieces)
