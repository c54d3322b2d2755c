"""The recipe's lines about images: starting image, control images, postprocessing."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.core.recipe import Recipe
from desktop.core.request import Margins, margins_in
from desktop.files.json_coerce import as_list, as_mapping, as_number


class RecipeLine(NamedTuple):
    """A line of a recipe; `setting` is the one that `use_recipe` applies, "" for mere facts."""

    key: str
    label: str
    text: str
    setting: str = ""


translate = QCoreApplication.translate


def image_lines(recipe: Recipe) -> list[RecipeLine]:
    """Return the lines; those with empty text don't apply to this picture."""
    return [
        RecipeLine("image", translate("Recipe", "Starting image"), _start(recipe), "image"),
        RecipeLine(
            "references",
            translate("Recipe", "References"),
            _references(recipe),
            "references",
        ),
        RecipeLine("extend", translate("Recipe", "Extended"), _extended(recipe), "image"),
        RecipeLine("mask", translate("Recipe", "Mask"), _mask(recipe), "image"),
        RecipeLine(
            "controlnets", translate("Recipe", "ControlNet"), _controlnets(recipe), "controlnets"
        ),
        RecipeLine("vae", translate("Recipe", "VAE"), _vae(recipe), "vae"),
        RecipeLine(
            "high_res", translate("Recipe", "High-resolution fix"), _high_res(recipe), "high_res"
        ),
        RecipeLine("safety", translate("Recipe", "Safety checker"), _safety(recipe), "safety"),
        RecipeLine("upscaled", translate("Recipe", "Upscaled"), _upscaled(recipe)),
        RecipeLine("retried", translate("Recipe", "Drawn again in fp32"), _retried(recipe)),
    ]


def _start(recipe: Recipe) -> str:
    image = as_mapping(recipe.get("image"))
    if not image:
        return ""
    return translate("Recipe", "{name}, strength {strength}").format(
        name=_file_name(image.get("path")), strength=_short(image.get("strength", "?"))
    )


def _references(recipe: Recipe) -> str:
    uses = [as_mapping(use) for use in as_list(recipe.get("references"))]
    names = [_file_name(use.get("path")) for use in uses if use]
    if len(names) < 2:
        return "".join(names)
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))


def _mask(recipe: Recipe) -> str:
    image = as_mapping(recipe.get("image"))
    if not image.get("mask"):
        return ""
    parts = [translate("Recipe", "only the painted part")]
    if image.get("mask_inverted") is True:
        parts = [translate("Recipe", "all but the painted part")]
    if image.get("mask_feather"):
        words = translate("Recipe", "feather {n}")
        parts.append(words.format(n=_short(image["mask_feather"])))
    return ", ".join(parts)


def _extended(recipe: Recipe) -> str:
    margins = margins_in(as_mapping(recipe.get("image")).get("extend"))
    return "" if margins is None else extended_sides(margins)


def extended_sides(margins: Margins) -> str:
    """Return the sides beyond which a picture is drawn on, each with its pixels."""
    sides = (
        (translate("Recipe", "left {n}"), margins.left),
        (translate("Recipe", "top {n}"), margins.top),
        (translate("Recipe", "right {n}"), margins.right),
        (translate("Recipe", "bottom {n}"), margins.bottom),
    )
    return ", ".join(words.format(n=pixels) for words, pixels in sides if pixels)


def _controlnets(recipe: Recipe) -> str:
    entries = recipe.get("controlnets")
    lines: list[str] = []
    for entry in as_list(entries):
        use = as_mapping(entry)
        line = f"{use.get('name', '?')} × {_short(use.get('weight', 1))}"
        if use.get("preprocessor") not in (None, "none"):
            line += f", {use['preprocessor']}"
        if use.get("start") or use.get("end", 1) != 1:
            line += f", {_short(use.get('start', 0))}–{_short(use.get('end', 1))}"
        lines.append(line)
    return "\n".join(lines)


def _vae(recipe: Recipe) -> str:
    parts = [_file_name(recipe.text("vae"))]
    if recipe.text("vae_tiling") == "on":
        parts.append(translate("Recipe", "in tiles"))
    elif recipe.text("vae_tiling") == "off":
        parts.append(translate("Recipe", "never in tiles"))
    return ", ".join(part for part in parts if part)


def _high_res(recipe: Recipe) -> str:
    fix = as_mapping(recipe.get("high_res_fix"))
    if not fix:
        return ""
    words = translate("Recipe", "× {scale}, strength {strength}")
    return words.format(
        scale=_short(fix.get("scale", "?")), strength=_short(fix.get("strength", "?"))
    )


def _safety(recipe: Recipe) -> str:
    if recipe.get("filtered") is True:
        return translate("Recipe", "Hid this picture")
    return translate("Recipe", "Off") if recipe.get("safety_checker") is False else ""


def _upscaled(recipe: Recipe) -> str:
    upscaled = as_mapping(recipe.get("upscaled"))
    return _file_name(upscaled.get("with")) if upscaled else ""


def _retried(recipe: Recipe) -> str:
    parts = recipe.get("retried_in_fp32")
    names = {"vae": "VAE", "unet": "UNet"}
    listed = as_list(parts)
    return ", ".join(names.get(str(part), str(part)) for part in listed)


def _file_name(path: object) -> str:
    return str(path or "").replace("\\", "/").rsplit("/", 1)[-1]


def _short(value: object) -> str:
    number = as_number(value) if isinstance(value, int | float) else None
    return str(value) if number is None else f"{number:g}"
