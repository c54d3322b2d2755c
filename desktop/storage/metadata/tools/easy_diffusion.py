"""Read Easy Diffusion's recipe: a text entry for each setting, or all of them as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.core.messages import Message
from desktop.files.json_coerce import as_list, as_mapping, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

KEYS = (
    *("prompt", "negative_prompt", "seed", "width", "height", "num_inference_steps"),
    *("guidance_scale", "sampler_name", "scheduler_name", "clip_skip", "use_lora_model"),
    *("lora_alpha", "use_vae_model", "use_stable_diffusion_model", "prompt_strength"),
    *("use_upscale", "use_face_correction", "use_hypernetwork_model", "use_controlnet_model"),
    *("use_embeddings_model", "tiling", "init_image"),
)
"""The names of its entries, the same as in its tasks."""
_SAMPLERS = {
    **{"dpm2": "dpm_2", "dpm2_a": "dpm_2_ancestral", "dpmpp_2s_a": "dpmpp_2s_ancestral"},
    **{"unipc_snr": "uni_pc", "unipc_tu": "uni_pc", "unipc_tq": "uni_pc", "unipc_snr_2": "uni_pc"},
    **{"dpm_solver_stability": "dpmpp_2m", "plms": "pndm"},
}
_NOTHING = {"None", "none", "", "False", "false"}


def read_easy_diffusion(data: object) -> ReadRecipe | None:
    """Return the recipe in Easy Diffusion's entries; None for other data."""
    rest = {key: value for key, value in as_mapping(data).items() if value is not None}
    if not {"prompt", "sampler_name", "use_stable_diffusion_model"} <= rest.keys():
        return None
    draft = RecipeBuilder("Easy Diffusion")
    draft.values["prompt"] = as_text(rest.pop("prompt"))
    draft.values["negative_prompt"] = as_text(rest.pop("negative_prompt", ""))
    for name, key, least in (
        ("seed", "seed", 0),
        ("width", "width", 1),
        ("height", "height", 1),
        ("num_inference_steps", "steps", 1),
    ):
        if name in rest:
            draft.integer(key, rest.pop(name), name, least)
    if "guidance_scale" in rest:
        draft.number("guidance_scale", rest.pop("guidance_scale"))
    sampler = as_text(rest.pop("sampler_name"))
    draft.scheduler(_SAMPLERS.get(sampler, sampler), rest.pop("scheduler_name", ""))
    draft.model(as_text(rest.pop("use_stable_diffusion_model")))
    vae = as_text(rest.pop("use_vae_model", ""))
    draft.put("vae", "" if vae in _NOTHING else vae)
    if str(rest.pop("clip_skip", "")).lower() == "true":
        draft.put("clip_skip", 1)
    _take_loras(draft, rest)
    _take_image(draft, rest)
    draft.put("app", "Easy Diffusion")
    draft.leave_all({key: value for key, value in rest.items() if str(value) not in _NOTHING})
    return draft.done()


def _take_loras(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    names, weights = rest.pop("use_lora_model", ""), rest.pop("lora_alpha", "")
    listed = as_list(names) or [name.strip() for name in as_text(names).split(",")]
    each = as_list(weights) or [part.strip() for part in str(weights).split(",")]
    for number, name in enumerate(listed):
        if str(name) not in _NOTHING:
            draft.lora(str(name), each[number] if number < len(each) else 1.0)


def _take_image(draft: RecipeBuilder, rest: dict[str, Any]) -> None:
    image: Mapping[str, Any] = {"strength": rest.get("prompt_strength")}
    if rest.pop("init_image", None) is None and "prompt_strength" not in rest:
        return
    strength = RecipeBuilder("")
    strength.number("strength", image["strength"])
    rest.pop("prompt_strength", None)
    draft.put("image", {"path": "", "strength": strength.values.get("strength", 0.8)})
    draft.notices.append(Message("The picture was made from another one, which the file lacks."))
