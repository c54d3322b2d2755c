"""Pillow's arguments for each picture format, and each format's way to hold a recipe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from desktop.core.recipe import Recipe
from desktop.storage.metadata.formats import xmp
from desktop.storage.metadata.formats.exif import exif_block
from desktop.storage.metadata.tools.a1111_text import parameters_text

from .input_paths import without_paths

RECIPE_KEY = "easel"
PARAMETERS_KEY = "parameters"
_SEGMENT = 65_000
"""Maximum bytes of a JPEG block; the Exif and XMP of a longer recipe are left out."""


def save_arguments(kind: str, quality: int, recipe: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the arguments of Pillow's `save` for the format `kind`, such as "jpeg", and the
    recipe.
    """
    given: dict[str, Any] = {}
    if kind in ("jpeg", "webp"):
        given["quality"] = max(1, min(quality, 100))
    if kind == "jpeg" and quality >= 90:
        given["subsampling"] = 0
    if kind == "tiff":
        given["compression"] = "tiff_adobe_deflate"
    if recipe is None:
        return given
    packet = xmp.recipe_packet(recipe_json(without_paths(_plain(recipe))))
    if kind == "png":
        given["pnginfo"] = recipe_chunks(recipe)
    elif kind == "tiff":
        directory = ImageFileDirectory_v2()
        directory[700] = packet
        given["tiffinfo"] = directory
    else:
        block = exif_block(parameters_text(recipe))
        for key, data in (("exif", block), ("xmp", packet)):
            if len(data) <= _SEGMENT or kind == "webp":
                given[key] = data
    return given


def recipe_chunks(recipe: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> PngInfo:
    """Return the PNG text chunks of a recipe: A1111's text for other programs, and Easel's own
    JSON.

    They contain no folder of this machine.
    """
    chunks = PngInfo()
    chunks.add_text(PARAMETERS_KEY, _encodable(parameters_text(recipe)))
    chunks.add_itxt(RECIPE_KEY, recipe_json(without_paths(_plain(recipe))))
    for key, value in (texts or {}).items():
        chunks.add_text(key, _encodable(value).replace("\0", " "))
    return chunks


def recipe_json(recipe: Mapping[str, Any]) -> str:
    """Return a recipe as the JSON text of the `easel` chunk."""
    text = json.dumps(dict(recipe), ensure_ascii=False)
    if _encodable(text) == text:
        return text
    return json.dumps(dict(recipe))  # half a surrogate pair: only escapes can carry it


def _plain(recipe: Mapping[str, Any]) -> dict[str, Any]:
    return recipe.as_dict() if isinstance(recipe, Recipe) else dict(recipe)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
