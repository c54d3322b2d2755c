"""Write a finished picture with its recipe inside: whole, synced, never over another file."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from PIL import Image

from desktop.core.errors import EaselError, UnsavedPicture
from desktop.core.messages import Message
from desktop.core.picture_formats import names_picture
from desktop.core.recipe import Recipe
from desktop.core.tasks import PictureForm
from desktop.files.atomic import Pause, make_folder, no_pause
from desktop.files.disk_errors import disk_error
from desktop.files.unique_paths import place_file

from .name_template import file_name
from .picture_encoding import recipe_chunks, save_arguments
from .slugs import slug

_DOING = Message("save the picture")
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}
_ENDINGS = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}
PLAIN_FORM = PictureForm()
_MOST_KEPT = 30 * 2**20
"""Maximum bytes; a frame of the engine's protocol holds 32 MB."""


def write_picture(
    rgb: bytes,
    width: int,
    height: int,
    recipe: Mapping[str, Any],
    output: Path,
    texts: Mapping[str, str] | None = None,
    pause: Pause = no_pause,
    form: PictureForm = PLAIN_FORM,
) -> Path:
    """Save RGB bytes, (height, width, 3) uint8, with their recipe; return the new file's path.

    `output` is a folder (the name is then made of the prompt and the seed, or by `form`) or a name
    ending in .png, .jpg or .webp, which decides the format; a number is added to a taken name.
    `texts` are further PNG text entries. The file gets its name only once it is wholly on the disk.
    Raises EaselError with a sentence, and with the picture as `unsaved`.
    """
    if len(rgb) != width * height * 3:
        raise ValueError(f"{len(rgb)} bytes for {width} x {height} pixels")
    image = Image.frombytes("RGB", (width, height), rgb)
    folder, stem, ending = _destination(output, recipe, form)
    kind = _KINDS[ending.lower()]
    arguments = save_arguments(kind, form.quality, recipe)
    if kind == "png":
        arguments = {"pnginfo": recipe_chunks(recipe, texts), "compress_level": 4}

    def encode(stream: IO[bytes]) -> None:
        image.save(stream, kind.upper(), **arguments)

    try:
        make_folder(folder, _DOING)
        return place_file(folder, stem, ending, encode, pause)
    except OSError as error:
        known = disk_error(error, folder / f"{stem}{ending}", _DOING)
        known.unsaved = _kept(f"{stem}{ending}", encode)
        raise known from error
    except EaselError as error:
        error.unsaved = _kept(f"{stem}{ending}", encode)
        raise


def _kept(name: str, encode: Callable[[IO[bytes]], None]) -> UnsavedPicture | None:
    """Return the picture's file in memory; None where it is too large to be passed on."""
    stream = io.BytesIO()
    encode(stream)
    data = stream.getvalue()
    return UnsavedPicture(name=name, data=data) if len(data) <= _MOST_KEPT else None


def _destination(
    output: Path, recipe: Mapping[str, Any], form: PictureForm
) -> tuple[Path, str, str]:
    """Return the folder, the name without suffix, and the suffix."""
    if names_picture(output):
        return output.absolute().parent, output.stem, output.suffix
    text = Recipe(recipe).text("prompt")
    seed = Recipe(recipe).integer("seed")
    stem = slug(text) if seed is None else f"{slug(text)}-{seed}"
    folder = output.absolute()
    if form.template:
        number = (Recipe(recipe).integer("index") or 0) + 1
        place = file_name(form.template, recipe, name=stem, number=number)
        folder, stem = folder / place.parent, place.name
    return folder, stem, _ENDINGS[form.format]
