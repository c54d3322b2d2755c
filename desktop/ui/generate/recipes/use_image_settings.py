"""Apply a recipe's image settings: starting image, mask, ControlNets, VAE, second pass.

Each function applies one setting and returns "" or a sentence on why not.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.core.recipe import Recipe
from desktop.core.request import (
    ControlNetUse,
    HighResFix,
    Margins,
    Precision,
    ReferenceImage,
    margins_in,
)
from desktop.files.bounded import is_file, is_folder
from desktop.files.json_coerce import as_list, as_mapping, as_text
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

translate = QCoreApplication.translate


def take_image(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the starting image with its strength, its fit and its mask."""
    image = as_mapping(recipe.get("image"))
    if not image:
        values.start_image = values.mask = ""
        return ""
    path, strength, fit = as_text(image.get("path")), image.get("strength"), image.get("fit")
    if not is_file(path):
        return translate("UseRecipe", "The starting image is no longer where it was.")
    values.start_image = path
    values.start_counting = "strength"
    if isinstance(strength, int | float) and 0 <= strength <= 1:
        values.start_strength = float(strength)
    if fit in ("fit", "fill", "stretch"):
        values.start_fit = fit
    values.start_extend = margins_in(image.get("extend")) or Margins()
    return _take_mask(values, image)


def _take_mask(values: ControlValues, image: Mapping[str, Any]) -> str:
    mask, feather = image.get("mask"), image.get("mask_feather")
    values.mask_inverted = image.get("mask_inverted") is True
    values.mask_feather = float(feather) if isinstance(feather, int | float) else 0.0
    values.mask = mask if is_file(mask) else ""
    if mask and not values.mask:
        return translate("UseRecipe", "The mask is no longer where it was.")
    return ""


def take_references(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the pictures that were edited or combined; name those that are gone."""
    named = [as_text(as_mapping(use).get("path")) for use in as_list(recipe.get("references"))]
    values.references = tuple(ReferenceImage(path=path) for path in named if is_file(path))
    gone = [Path(path).name or "?" for path in named if not is_file(path)]
    if not gone:
        return ""
    words = translate("UseRecipe", "No longer where they were: {list}.")
    return words.format(list=", ".join(gone))


def take_controlnets(values: ControlValues, registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the recipe's ControlNets that the user has, with all their settings."""
    model = registry.at(values.model)
    if model is None:
        return ""
    paths = {
        asset.name: asset.path
        for asset in registry.assets("controlnet", model.family, model.server)
    }
    if model.kind == "coreml":
        paths = dict.fromkeys(model.capabilities.own_controlnets, "")
    taken: list[ControlNetUse] = []
    missing: list[str] = []
    for listed in as_list(recipe.get("controlnets")):
        entry = as_mapping(listed)
        name = str(entry.get("name", "?"))
        try:
            use = msgspec.convert({**entry, "path": paths[name]}, ControlNetUse)
        except (KeyError, TypeError, msgspec.ValidationError):
            missing.append(name)
            continue
        use = _with_map_maker(use, registry)
        gone = not is_file(use.image)
        taken.append(msgspec.structs.replace(use, image="") if gone else use)
    values.controlnets = tuple(taken)
    if missing:
        words = translate("UseRecipe", "Not among your ControlNets: {list}.")
        return words.format(list=", ".join(missing))
    if all(use.image for use in taken):
        return ""
    return translate("UseRecipe", "The picture of a ControlNet is no longer where it was.")


def _with_map_maker(use: ControlNetUse, registry: ModelRegistry) -> ControlNetUse:
    """Return `use` with one of the user's models for its depth or pose maps, if it needs one."""
    if use.preprocessor not in ("depth", "pose") or is_folder(use.preprocessor_model):
        return use
    makers = registry.assets(use.preprocessor, "unknown")
    return msgspec.structs.replace(use, preprocessor_model=makers[0].path if makers else "")


def take_vae(values: ControlValues, registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the other VAE, found by path or file name, and its tiling."""
    tiling = recipe.text("vae_tiling")
    values.vae_tiling = tiling if tiling in ("on", "off") else "auto"
    wanted, model = recipe.text("vae"), registry.at(values.model)
    values.vae = ""
    if not wanted or model is None:
        return ""
    for asset in registry.assets("vae", model.family, model.server):
        if wanted == asset.path or Path(wanted).stem in (asset.name, Path(asset.path).stem):
            values.vae = asset.path
            return ""
    words = translate("UseRecipe", "The VAE “{name}” is not among yours: the model’s own is used.")
    return words.format(name=Path(wanted).name)


def take_precision(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the requested precision; automatic if the recipe has none."""
    wanted = recipe.text("precision_wanted")
    values.precision = wanted if wanted in get_args(Precision) else "auto"
    return ""


def take_high_res(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the second pass; off if the recipe has none."""
    entry = recipe.get("high_res_fix")
    values.high_res = False
    if not isinstance(entry, Mapping):
        return ""
    try:
        fix = msgspec.convert(entry, HighResFix)
    except msgspec.ValidationError:
        return translate("UseRecipe", "The high-resolution fix could not be read.")
    values.high_res = True
    values.high_res_scale = min(max(fix.scale, 1.0), 4.0)
    values.high_res_strength = min(max(fix.strength, 0.0), 1.0)
    values.high_res_steps = min(max(fix.steps, 0), 1000)
    return ""


def take_safety(values: ControlValues, _registry: ModelRegistry, recipe: Recipe) -> str:
    """Apply the safety checker's state: on unless the recipe turns it off."""
    values.safety_checker = recipe.get("safety_checker") is not False
    return ""


TAKERS = {
    "image": take_image,
    "references": take_references,
    "controlnets": take_controlnets,
    "vae": take_vae,
    "precision_wanted": take_precision,
    "high_res": take_high_res,
    "safety": take_safety,
}
