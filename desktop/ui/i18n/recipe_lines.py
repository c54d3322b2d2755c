"""A recipe as readable lines, with the controls that each line can set."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop.core.hardware.compute import ComputeUnit
from desktop.core.prompts.dialects import dialect_name
from desktop.core.recipe import Recipe
from desktop.core.sampling.samplers import NOISE_SCHEDULES, SAMPLERS
from desktop.files.json_coerce import as_list, as_mapping

from .bundled_names import shown_name
from .recipe_image_lines import RecipeLine, image_lines
from .unit_text import unit_label

translate = QCoreApplication.translate


def recipe_lines(recipe: Recipe) -> list[RecipeLine]:
    """Return the readable lines of `recipe`, settings first, then facts."""
    lines = [
        RecipeLine("prompt", translate("Recipe", "Prompt"), recipe.text("prompt"), "prompt"),
        RecipeLine(
            "negative_prompt",
            translate("Recipe", "Negative prompt"),
            recipe.text("negative_prompt"),
            "negative_prompt",
        ),
        RecipeLine("model", translate("Recipe", "Model"), shown_name(recipe.model_name), "model"),
        RecipeLine("size", translate("Recipe", "Size"), _size(recipe), "size"),
        RecipeLine("steps", translate("Recipe", "Steps"), _number(recipe, "steps"), "steps"),
        RecipeLine(
            "guidance",
            translate("Recipe", "Guidance"),
            _number(recipe, "guidance_scale"),
            "guidance",
        ),
        RecipeLine("sampler", translate("Recipe", "Sampler"), _sampler(recipe), "sampler"),
        RecipeLine(
            "noise_schedule", translate("Recipe", "Schedule"), _schedule(recipe), "noise_schedule"
        ),
        RecipeLine("seed", translate("Recipe", "Seed"), _number(recipe, "seed"), "seed"),
        RecipeLine("unit", translate("Recipe", "Compute unit"), _unit(recipe), "unit"),
        RecipeLine("loras", translate("Recipe", "LoRA"), _loras(recipe), "loras"),
        *image_lines(recipe),
        RecipeLine(
            "clip_skip", translate("Recipe", "Clip skip"), _number(recipe, "clip_skip"), "clip_skip"
        ),
        RecipeLine(
            "prompt_dialect",
            translate("Recipe", "Prompt as in"),
            _dialect(recipe),
            "prompt_dialect",
        ),
        RecipeLine("noise", translate("Recipe", "Noise source"), _noise(recipe), "noise"),
        RecipeLine("variation", translate("Recipe", "Variation"), _variation(recipe), "variation"),
        RecipeLine("grid", translate("Recipe", "Grid"), _grid(recipe), "grid"),
        RecipeLine("ran", translate("Recipe", "Ran on"), _ran(recipe)),
        RecipeLine("created", translate("Recipe", "Made"), _created(recipe)),
        RecipeLine("app", translate("Recipe", "Made with"), recipe.text("app")),
    ]
    return [line for line in lines if line.text]


def recipe_text(recipe: Recipe) -> str:
    """Return all lines as text, for the clipboard."""
    return "\n".join(f"{line.label}: {line.text}" for line in recipe_lines(recipe))


def _size(recipe: Recipe) -> str:
    width, height = recipe.integer("width"), recipe.integer("height")
    return f"{width} × {height}" if width and height else ""


def _number(recipe: Recipe, key: str) -> str:
    value = recipe.number(key)
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else QLocale().toString(value, "g", 6)


def _sampler(recipe: Recipe) -> str:
    sampler = SAMPLERS.get(recipe.text("sampler"))
    return sampler.label if sampler else recipe.text("sampler")


def _schedule(recipe: Recipe) -> str:
    """Return the noise schedule's name; "" for the model's own."""
    schedule = NOISE_SCHEDULES.get(recipe.text("noise_schedule"))
    if schedule is None:
        return recipe.text("noise_schedule")
    return "" if schedule.id == "default" else schedule.label


def _dialect(recipe: Recipe) -> str:
    return dialect_name(recipe.text("prompt_dialect"))


def _unit(recipe: Recipe) -> str:
    try:
        return unit_label(ComputeUnit(recipe.text("compute_unit")))
    except ValueError:
        return recipe.text("compute_unit")


def _loras(recipe: Recipe) -> str:
    uses = [as_mapping(use) for use in as_list(recipe.get("loras"))]
    return ", ".join(f"{use.get('name', '?')} × {use.get('weight', 1)}" for use in uses if use)


def _noise(recipe: Recipe) -> str:
    """Return the noise source's name; "" for the default."""
    names = {"numpy": "NumPy", "nvidia": "NVIDIA"}
    return names.get(recipe.text("rng"), "")


def _variation(recipe: Recipe) -> str:
    seed, strength = recipe.integer("variation_seed"), recipe.number("variation_strength")
    if seed is None or not strength:
        return ""
    return translate("Recipe", "{strength} toward {seed}").format(
        strength=QLocale().toString(float(strength), "g", 6), seed=seed
    )


def _grid(recipe: Recipe) -> str:
    """Return the labels across and down of a grid's sheet."""
    grid = as_mapping(recipe.get("grid"))
    sides = (as_list(grid.get("columns")), as_list(grid.get("rows")))
    lines = [", ".join(map(str, side)) for side in sides]
    return "\n".join(line for line in lines if line)


def _ran(recipe: Recipe) -> str:
    runtimes = {
        "torch": "PyTorch",
        "coreml": "Core ML",
        "portable": translate("Recipe", "Core ML, portable"),
        "comfyui": "ComfyUI",
        "a1111": "A1111",
    }
    runtime = recipe.text("runtime")
    server = recipe.text("server")
    place = translate("Recipe", "on the server {server}").format(server=server) if server else ""
    parts = (
        runtimes.get(runtime, runtime),
        recipe.text("device"),
        recipe.text("precision"),
        place,
    )
    return ", ".join(part for part in parts if part)


def _created(recipe: Recipe) -> str:
    text = recipe.text("created")
    try:
        seconds = int(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError, OSError):
        return text
    local = QDateTime.fromSecsSinceEpoch(seconds)
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)
