"""Writes a finished picture as a PNG with its recipe inside: whole, synced, never over another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.core.messages import Message
from desktop.core.recipe import Recipe
from desktop.files.atomic import Pause, make_folder, no_pause
from desktop.files.disk_errors import disk_error
from desktop.files.unique_paths import place_file
from desktop.storage.metadata.tools.a1111_text import parameters_text

from .input_paths import without_paths
from .slugs import slug

RECIPE_KEY = "easel"
PARAMETERS_KEY = "parameters"
_DOING = Message("save the picture")


def write_picture(
    rgb: bytes,
    width: int,
    height: int,
    recipe: Mapping[str, Any],
    output: Path,
    texts: Mapping[str, str] | None = None,
    pause: Pause = no_pause,
) -> Path:
    """Save `height` x `width` x 3 bytes of RGB with its recipe; returns the new file's path.

    `output` is a folder (the name is then made of the prompt and the seed) or a name ending in
    .png; a number is added to a name that is taken. `texts` are further PNG text entries. The
    picture has its name only once it is wholly on the disk. Raises EaselError with a sentence.
    """
    if len(rgb) != width * height * 3:
        raise ValueError(f"{len(rgb)} bytes for {width} x {height} pixels")
    image = Image.frombytes("RGB", (width, height), rgb)
    folder, stem = _destination(output, recipe)
    make_folder(folder, _DOING)
    chunks = recipe_chunks(recipe, texts)
    try:
        return place_file(
            folder,
            stem,
            ".png",
            lambda stream: image.save(stream, "PNG", pnginfo=chunks, compress_level=4),
            pause,
        )
    except OSError as error:
        raise disk_error(error, folder / f"{stem}.png", _DOING) from error


def recipe_chunks(recipe: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> PngInfo:
    """The PNG text chunks of a recipe: A1111's text for other programs, and Easel's own JSON.

    No folder of this machine stands in them.
    """
    chunks = PngInfo()
    chunks.add_text(PARAMETERS_KEY, _encodable(parameters_text(recipe)))
    plain = recipe.as_dict() if isinstance(recipe, Recipe) else dict(recipe)
    chunks.add_itxt(RECIPE_KEY, recipe_json(without_paths(plain)))
    for key, value in (texts or {}).items():
        chunks.add_text(key, _encodable(value).replace("\0", " "))
    return chunks


def recipe_json(recipe: Mapping[str, Any]) -> str:
    """A recipe as the JSON text of the `easel` chunk."""
    text = json.dumps(dict(recipe), ensure_ascii=False)
    if _encodable(text) == text:
        return text
    return json.dumps(dict(recipe))  # half a surrogate pair: only escapes can carry it


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _destination(output: Path, recipe: Mapping[str, Any]) -> tuple[Path, str]:
    if output.suffix.lower() == ".png" and not output.is_dir():
        return output.absolute().parent, output.stem
    text = Recipe(recipe).text("prompt")
    seed = Recipe(recipe).integer("seed")
    return output.absolute(), slug(text) if seed is None else f"{slug(text)}-{seed}"
