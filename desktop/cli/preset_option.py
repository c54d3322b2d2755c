"""`--preset`: a preset, a picture or a recipe, for the options not given."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from desktop.core.errors import BadInput
from desktop.core.messages import Message, Text, alternatives
from desktop.core.model_match import is_hash, match_model
from desktop.core.recipe import Recipe
from desktop.core.request import margins_in
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.storage.app_paths import AppPaths
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.input_paths import InputPaths
from desktop.storage.preset_files import PresetFolder

_OTHER_FORM = frozenset(
    ("count", "compute_unit", "precision", "sampler", "noise_schedule", "high_res_fix")
)
"""Options with the same name in a recipe, but another meaning or form."""


def apply_preset(options: argparse.Namespace, app_paths: AppPaths) -> tuple[Recipe, list[Message]]:
    """Set the unset options from `--preset`, except the model (`model_of`) and the LoRAs
    (`apply_loras`).

    The preset is a name, or a file: a preset, a picture with its settings inside, a recipe. Return
    its recipe, empty without a preset, and sentences on what could not be set. Raise EaselError.
    """
    if options.preset is None:
        return Recipe({}), []
    recipe, notices = _recipe(options.preset, app_paths)
    for key in Draft.__struct_fields__:
        value = recipe.get(key)
        unset = key in vars(options) and getattr(options, key) is None
        if unset and key not in _OTHER_FORM and value not in (None, ""):
            setattr(options, key, value)
    _apply_scheduler(options, recipe)
    _apply_extras(options, recipe)
    return recipe, notices


def model_of(recipe: Recipe, library: ModelLibrary, say: Callable[[Text], object]) -> Model | None:
    """Return the model of a recipe, None if it names none. Raise BadInput if it isn't installed.

    `say` receives a message before a long search.
    """
    name, digits = recipe.model_name, recipe.model_hash
    if not name and not is_hash(digits):
        return None
    models = sorted(library.models(), key=lambda model: not model.usable)
    match = match_model(name, digits, models)
    by_path = {model.path: model for model in models}
    if match.path:
        return by_path[match.path]
    if is_hash(digits):
        say("No model has the name that the preset says: looking for it by its hash.")
        found = library.with_hash(digits, name)
        if found is not None:
            return found
    wanted = name or digits
    nearest = [f"“{by_path[path].name}”" for path in match.nearest]
    if not nearest:
        raise BadInput(
            "The preset’s model “{name}” is not among yours: -i can name another one.", name=wanted
        )
    raise BadInput(
        "The preset’s model “{name}” is not among yours: -i can name another one, perhaps {known}.",
        name=wanted,
        known=alternatives(nearest),
    )


def apply_loras(
    options: argparse.Namespace,
    recipe: Recipe,
    model: Model,
    library: ModelLibrary,
    say: Callable[[Text], object],
) -> None:
    """Set `--lora` from a recipe unless it is given: the file of the recipe's hash, if it has one,
    else the one of its name. A server's LoRAs have names only.

    `say` receives a message for a hash that no file has.
    """
    if options.lora:
        return
    for use in _uses(recipe, "loras"):
        name, digits = use["name"], _mapping_of(use).text("hash")
        found = None if model.server else library.lora_with_hash(digits, name)
        if found is None and is_hash(digits) and not model.server:
            say(Message("None of your LoRAs has the hash of the preset’s “{name}”.", name=name))
        options.lora.append(_lora_text(found.path if found else name, use))


def _recipe(named: str, app_paths: AppPaths) -> tuple[Recipe, list[Message]]:
    path = Path(named).expanduser()
    if not path.is_file():
        return PresetFolder(app_paths.presets).named(named).recipe, []
    found = read_recipe(path)
    if found is None:
        raise BadInput(
            "--preset {name}: the file carries no settings that Easel can read.", name=named
        )
    notices = list(found.notices)
    if found.unmapped:
        left = tuple(f"{name}: {value}" for name, value in found.unmapped[:8])
        notices.append(Message("Not used: {list}", list=left))
    return Recipe(InputPaths(app_paths.input_paths).restored(found.recipe)), notices


def _apply_scheduler(options: argparse.Namespace, recipe: Recipe) -> None:
    sampler, schedule = options.scheduler or (None, None)
    if options.sampler is None and sampler is None:
        options.sampler = recipe.text("sampler") or None
    if options.noise_schedule is None and schedule is None:
        options.noise_schedule = recipe.text("noise_schedule") or None


def _apply_extras(options: argparse.Namespace, recipe: Recipe) -> None:
    if options.image is None:
        _apply_image(options, _mapping(recipe, "image"))
    if not options.references:
        named = [_mapping_of(use).text("path") for use in _listed(recipe, "references")]
        options.references = [path for path in named if path]
    if not options.controlnet:
        _apply_controlnets(options, _uses(recipe, "controlnets"))
    fix = _mapping(recipe, "high_res_fix")
    if options.high_res_fix is None and fix:
        options.high_res_fix = fix.number("scale")
        options.high_res_strength = options.high_res_strength or fix.number("strength")
        options.high_res_steps = options.high_res_steps or fix.integer("steps")
    options.precision = options.precision or recipe.text("precision_wanted") or None
    if recipe.get("safety_checker") is False:
        options.safety_checker = False


def _lora_text(lora: str, use: dict[str, Any]) -> str:
    text = f"{lora}:{use.get('weight', 1)}"
    return text if use.get("text_weight") is None else f"{text}:{use['text_weight']}"


def _apply_image(options: argparse.Namespace, image: Recipe) -> None:
    options.image = image.text("path") or None
    if options.image is None:
        return
    options.image_fit = image.text("fit") or options.image_fit
    options.mask = options.mask or image.text("mask") or None
    options.mask_feather = options.mask_feather or image.number("mask_feather") or 0.0
    options.mask_invert = options.mask_invert or image.get("mask_inverted") is True
    if options.strength is None and options.denoise is None:
        options.strength = image.number("strength")
    if options.extend is None:
        options.extend = margins_in(image.get("extend"))


def _apply_controlnets(options: argparse.Namespace, uses: list[dict[str, Any]]) -> None:
    options.controlnet = [use["name"] for use in uses]
    options.controlnet_inputs = [str(use.get("image", "")) for use in uses]
    for key, default in (("weight", 1.0), ("start", 0.0), ("end", 1.0), ("preprocessor", "none")):
        if not getattr(options, f"controlnet_{key}s"):
            setattr(options, f"controlnet_{key}s", [use.get(key, default) for use in uses])


def _mapping(recipe: Recipe, key: str) -> Recipe:
    """Return the mapping at `key`, empty if it is none."""
    return _mapping_of(recipe.get(key))


def _mapping_of(value: object) -> Recipe:
    return Recipe(cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {})


def _listed(recipe: Recipe, key: str) -> list[object]:
    listed = recipe.get(key)
    return cast("list[object]", listed) if isinstance(listed, list) else []


def _uses(recipe: Recipe, key: str) -> list[dict[str, Any]]:
    """Return the mappings with a name in the list at `key`."""
    items = _listed(recipe, key)
    uses = [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]
    return [use for use in uses if isinstance(use.get("name"), str)]
