"""Write a recipe in the exact grammar of A1111's `parameters` text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.core.recipe import Recipe
from desktop.core.sampling.samplers import NOISE_SCHEDULES, a1111_name
from desktop.files.json_coerce import as_list, as_mapping

from .a1111_controlnet import unit_text


def parameters_text(recipe: Mapping[str, Any]) -> str:
    """Return the prompt, the negative prompt and the settings line in A1111's form.

    LoRAs are written in the prompt as `<lora:name:weight>`, the model's hash has 10 digits, clip
    skip counts as A1111 does (one more than diffusers).
    """
    recipe = recipe if isinstance(recipe, Recipe) else Recipe(recipe)
    prompt = _prompt_with_loras(recipe)
    negative = recipe.text("negative_prompt")
    lines = [prompt] if prompt else [""]
    if negative:
        lines.append(f"Negative prompt: {negative}")
    lines.append(", ".join(f"{key}: {quoted(value)}" for key, value in _settings(recipe)))
    return "\n".join(lines).replace("\0", " ").lstrip("\n")


def quoted(value: object) -> str:
    """Return `value` as text, in JSON quotes if it has a comma, a colon or a newline."""
    text = str(value)
    if any(mark in text for mark in ",:\n"):
        return json.dumps(text, ensure_ascii=False)
    return text


def _settings(recipe: Recipe) -> list[tuple[str, object]]:
    width, height = recipe.integer("width"), recipe.integer("height")
    model, image = as_mapping(recipe.get("model")), as_mapping(recipe.get("image"))
    fix, clip_skip = as_mapping(recipe.get("high_res_fix")), recipe.integer("clip_skip")
    second = fix and not image  # A1111 has it only where a picture begins from nothing
    rows: list[tuple[str, object]] = [
        ("Steps", recipe.get("steps")),
        ("Sampler", a1111_name(recipe.text("sampler"), "default")),
        ("Schedule type", _schedule(recipe.text("noise_schedule"))),
        ("CFG scale", _short(recipe.number("guidance_scale"))),
        ("Seed", recipe.get("seed")),
        ("Size", f"{width}x{height}" if width and height else None),
        ("Model hash", str(model.get("hash") or "")[:10]),
        ("Model", model.get("name")),
        ("VAE", _base_name(recipe.text("vae"))),
        ("Variation seed", recipe.get("variation_seed")),
        ("Variation seed strength", _short(recipe.number("variation_strength"))),
        ("Denoising strength", _short((fix if second else image).get("strength"))),
        ("Hires upscale", _short(fix.get("scale")) if second else None),
        ("Hires steps", fix.get("steps") or None if second else None),
        ("Hires upscaler", "Latent" if second else None),
        *_controlnets(recipe),
        ("Clip skip", clip_skip + 1 if clip_skip else None),
        ("RNG", {"numpy": "NumPy", "nvidia": "NV"}.get(recipe.text("rng"))),
        ("Compute unit", recipe.text("compute_unit")),
        ("Version", recipe.text("app") or "Easel"),
    ]
    return [(key, value) for key, value in rows if value not in (None, "")]


def _controlnets(recipe: Recipe) -> list[tuple[str, object]]:
    uses = [as_mapping(use) for use in as_list(recipe.get("controlnets"))]
    return [(f"ControlNet {number}", unit_text(use)) for number, use in enumerate(uses)]


def _prompt_with_loras(recipe: Recipe) -> str:
    prompt = recipe.text("prompt")
    for lora in as_list(recipe.get("loras")):
        entry = as_mapping(lora)
        name = str(entry.get("name", ""))
        if name and f"<lora:{name}:" not in prompt:
            weights = [entry.get("weight", 1.0)]
            if entry.get("text_weight") is not None:
                weights.insert(0, entry["text_weight"])
            prompt += f" <lora:{name}:{':'.join(str(_short(weight)) for weight in weights)}>"
    return prompt


def _schedule(name: str) -> str:
    entry = NOISE_SCHEDULES.get(name)
    if entry is None or name == "default":
        return ""
    return (entry.a1111 or (entry.label,))[0]


def _short(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _base_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
