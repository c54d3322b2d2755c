"""Reads A1111's `parameters` text, which most programs can write."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from desktop.core.messages import Message
from desktop.core.sampling.samplers import automatic_schedule
from desktop.files.json_coerce import as_integer
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

from .a1111_controlnet import take_controlnets

_PARAMETER = re.compile(r'(\w[\w \-/]{1,60}+):\s*+("(?:\\.|[^\\"])++"(?=,|$)|[^,]*+)')
"""What A1111 itself looks for; a plain value is taken where no quotes close."""
_NEGATIVE = "Negative prompt:"
_MAX_TEXT = 2**20


def read_parameters(text: str) -> ReadRecipe | None:
    """The recipe in a `parameters` text; None where it has no line of settings."""
    if len(text) > _MAX_TEXT:
        return None
    *lines, last = text.strip().split("\n")
    settings = parse_settings(last)
    if len(settings) < 3:
        return None
    draft = RecipeBuilder("A1111")
    prompt, negative = _split_prompts(lines)
    draft.prompt_with_tags(prompt)
    draft.values["negative_prompt"] = negative
    if not _is_easels(settings):
        draft.put("prompt_dialect", "a1111")
    _take(draft, settings)
    return draft.done()


def parse_settings(line: str) -> dict[str, str]:
    """The settings of a line such as ``Steps: 20, Sampler: "a, b", Seed: 1``."""
    return {name: _unquoted(value) for name, value in _PARAMETER.findall(line)}


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    positive: list[str] = []
    negative: list[str] = []
    current = positive
    for line in (line.strip() for line in lines):
        if line.startswith(_NEGATIVE):
            current = negative
            current.append(line[len(_NEGATIVE) :].strip())
        else:
            current.append(line)
    return "\n".join(positive).strip("\n"), "\n".join(negative).strip("\n")


def _take(draft: RecipeBuilder, settings: dict[str, str]) -> None:
    rest = dict(settings)
    for name, key, least in (("Steps", "steps", 1), ("Seed", "seed", 0)):
        if name in rest:
            draft.integer(key, rest.pop(name), name, least)
    for name, key in (
        ("CFG scale", "guidance_scale"),
        ("Variation seed strength", "variation_strength"),
    ):
        if name in rest:
            draft.number(key, rest.pop(name), name)
    if "Variation seed" in rest:
        draft.integer("variation_seed", rest.pop("Variation seed"), "Variation seed")
    if "Size" in rest:
        draft.size(rest.pop("Size"), "Size")
    _take_scheduler(draft, rest)
    draft.model(rest.pop("Model", ""), rest.pop("Model hash", ""))
    draft.put("vae", rest.pop("VAE", ""))
    draft.put("compute_unit", rest.pop("Compute unit", ""))
    draft.put("app", rest.pop("Version", ""))
    _take_clip_skip(draft, rest)
    _take_noise_source(draft, rest)
    _take_second_pass(draft, rest)
    take_controlnets(draft, rest)
    draft.leave_all(rest, but=("Lora hashes", "VAE hash"))


def _take_scheduler(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """Before 1.9 A1111 wrote no schedule: it was in the sampler's name, or its normal one."""
    draft.scheduler(rest.pop("Sampler", ""), rest.pop("Schedule type", ""), "a1111")
    sampler = draft.values.get("sampler")
    if sampler and "noise_schedule" not in draft.values and not _is_easels(rest):
        automatic = automatic_schedule(sampler)
        draft.put("noise_schedule", automatic if automatic in _TIMESTEPS else "normal")


_TIMESTEPS = ("default", "ddim_uniform")
"""The schedules of A1111's samplers that count in timesteps; the others' was `normal`."""


def _is_easels(settings: Mapping[str, str]) -> bool:
    return settings.get("Version", "").startswith("Easel")


def _take_clip_skip(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """A1111 counts from 1: its 2 leaves out one layer."""
    if "Clip skip" in rest:
        text = rest.pop("Clip skip")
        number = as_integer(text)
        if number is None or number < 1:
            draft.leave("Clip skip", text)
        elif number > 1:
            draft.put("clip_skip", number - 1)


def _take_noise_source(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    source = rest.pop("RNG", "")
    known: Mapping[str, str] = {"NV": "nvidia", "CPU": "torch", "NumPy": "numpy"}
    if source in known:
        draft.put("rng", known[source])
    else:
        draft.leave("RNG", source)


def _take_second_pass(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    strength = rest.pop("Denoising strength", "")
    if "Hires upscale" in rest:
        second = RecipeBuilder("")
        second.number("scale", rest.pop("Hires upscale"), "Hires upscale")
        second.number("strength", strength, "Denoising strength")
        second.integer("steps", rest.pop("Hires steps", "0"), "Hires steps")
        draft.put("high_res_fix", second.values)
        draft.unmapped += second.unmapped
    elif strength:
        image = RecipeBuilder("")
        image.number("strength", strength)
        if image.values:
            draft.put("image", {"path": "", **image.values})
            draft.notices.append(
                Message("The picture was made from another one, which the file lacks.")
            )
        draft.unmapped += image.unmapped


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        try:
            text = json.loads(value)
        except ValueError:
            return value
        return text if isinstance(text, str) else value
    return value.strip()
