"""Read A1111's `parameters` text, which most programs can write."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.messages import Message
from desktop.core.sampling.samplers import automatic_schedule
from desktop.files.json_coerce import as_integer
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

from .a1111_controlnet import take_controlnets
from .a1111_settings import first_pass, split_text, take_prompt, take_resources

_MAX_TEXT = 2**20


def read_parameters(text: str) -> ReadRecipe | None:
    """Return the recipe in a `parameters` text; None without a settings line."""
    parts = split_text(text) if len(text) <= _MAX_TEXT else None
    if parts is None:
        return None
    draft = RecipeBuilder("A1111")
    own = _is_easels(parts.settings)
    if own:
        draft.prompt_with_tags(parts.prompt)
    else:
        take_prompt(draft, parts.prompt)
        draft.put("prompt_dialect", "a1111")
    draft.values["negative_prompt"] = parts.negative_prompt
    for line in parts.templates:
        draft.leave("template", line.partition(":")[2].strip() or line)
    _take(draft, parts.settings)
    return draft.done()


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
    take_resources(draft, rest)
    draft.model(
        rest.pop("Model", "") or rest.pop("Base model", ""),
        rest.pop("Model hash", "") or rest.pop("Base model hash", ""),
    )
    draft.put("vae", rest.pop("VAE", ""))
    draft.put("compute_unit", rest.pop("Compute unit", ""))
    draft.put("app", rest.pop("Version", ""))
    _take_clip_skip(draft, rest)
    _take_noise_source(draft, rest)
    _take_second_pass(draft, rest)
    take_controlnets(draft, rest)
    draft.leave_all(rest, but=_SILENT)


_SILENT = ("VAE hash", "Civitai metadata")


def _take_scheduler(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """Add sampler and schedule: before 1.9 the schedule was in the sampler's name, or its
    default.
    """
    sampler = rest.pop("Sampler", "")
    options = rest.pop("Sampler options", "").split("/")  # SD.Next's
    if "sde-dpmsolver++" in options and sampler == "DPM++ 2M":
        sampler = "DPM++ 2M SDE"
    schedule = rest.pop("Schedule type", "") or rest.pop("Scheduler", "")  # Fooocus' name
    if not schedule:
        schedule = next((name for name in _SCHEDULES if name in options), "")
    draft.scheduler(sampler, schedule, "a1111")
    unknown = [
        name for name in options if name not in {*_SCHEDULES, "sde-dpmsolver++", "dpmsolver++"}
    ]
    draft.leave("Sampler options", "/".join(unknown))
    sampler = draft.values.get("sampler")
    if sampler and "noise_schedule" not in draft.values and not _is_easels(rest):
        automatic = automatic_schedule(sampler)
        draft.put("noise_schedule", automatic if automatic in _TIMESTEPS else "normal")


_SCHEDULES = ("karras", "exponential", "beta")
"""The noise schedules among SD.Next's sampler options."""
_TIMESTEPS = ("default", "ddim_uniform")
"""The schedules of A1111's timestep samplers; the others' was `normal`."""


def _is_easels(settings: Mapping[str, str]) -> bool:
    return settings.get("Version", "").startswith("Easel")


def _take_clip_skip(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    """Convert clip skip: A1111 counts from 1, its 2 skips one layer."""
    if "Clip skip" in rest:
        text = rest.pop("Clip skip")
        number = as_integer(text)
        if number is None or number < 1:
            draft.leave("Clip skip", text)
        elif number > 1:
            draft.put("clip_skip", number - 1)


def _take_noise_source(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    source = rest.pop("RNG", "")
    known: Mapping[str, str] = {
        **{"NV": "nvidia", "CPU": "torch", "NumPy": "numpy"},
        "cuda": "nvidia",  # stable-diffusion.cpp's, which is Philox too
    }
    if source in known:
        draft.put("rng", known[source])
    else:
        draft.leave("RNG", source)


def _take_second_pass(draft: RecipeBuilder, rest: dict[str, str]) -> None:
    strength = rest.pop("Denoising strength", "")
    scale = _scale_of_second_pass(draft, rest)
    if scale is not None:
        second = RecipeBuilder("")
        second.number("scale", scale, "Hires upscale")
        second.number("strength", strength, "Denoising strength")
        second.integer("steps", rest.pop("Hires steps", "0"), "Hires steps")
        draft.put("high_res_fix", second.values)
        draft.unmapped += second.unmapped
    elif strength and any(name.startswith("Hires ") for name in rest):
        draft.leave("Denoising strength", strength)  # of a second pass of unknown size
    elif strength:
        image = RecipeBuilder("")
        image.number("strength", strength)
        if image.values:
            draft.put("image", {"path": "", **image.values})
            draft.notices.append(
                Message("The picture was made from another one, which the file lacks.")
            )
        draft.unmapped += image.unmapped


def _scale_of_second_pass(draft: RecipeBuilder, rest: dict[str, str]) -> object:
    """Return the scale of the second pass; None without one, or where it is unknown."""
    if "Hires upscale" in rest:
        return rest.pop("Hires upscale")
    width, height = draft.values.get("width") or 0, draft.values.get("height") or 0
    if "Hires resize" in rest:
        sides = [as_integer(side) or 0 for side in rest["Hires resize"].split("x")][:2]
        shares = [side / own for side, own in zip(sides, (width, height), strict=False) if own]
        scale = max(shares, default=0)
        if not scale:
            return None
        if min((share for share in shares if share), default=scale) == scale:
            del rest["Hires resize"]  # both sides grow alike: nothing else is to be said
        return scale
    if "First pass size" in rest:
        first = first_pass(width, height, rest["First pass size"])
        if first is None or first[0] >= width:
            return None
        del rest["First pass size"]
        draft.values["width"], draft.values["height"] = first
        return width / first[0]
    return None
