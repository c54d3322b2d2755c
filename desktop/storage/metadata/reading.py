"""Finds the recipe in a picture or a .json file, whichever program wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import EaselError
from desktop.core.recipe import RECIPE_VERSION, Recipe
from desktop.files.disk_errors import disk_away
from desktop.files.json_coerce import as_mapping

from .formats import heic, jpeg, png, tiff, webp, xmp
from .formats.embedded import Embedded
from .formats.exif import comments
from .preset import read_preset_json
from .recipe_builder import ReadRecipe
from .tools.a1111 import read_parameters
from .tools.comfyui import read_comfyui
from .tools.draw_things import read_description, read_draw_things
from .tools.invokeai import read_invokeai, read_sd_metadata
from .tools.mochi import read_caption

MAX_JSON = 32 * 2**20
"""Bytes of a .json file; graphs are some hundred kilobytes."""

Reader = Callable[[object], ReadRecipe | None]


def read_recipe(path: Path) -> ReadRecipe | None:
    """The recipe in the file at `path`; None where there is none, however damaged the file is.

    The file's content decides what it is, not its name; the pixels are never decoded. Raises
    EaselError, with a sentence, only where the file can't be opened.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
            found = embedded(stream, head)
            if found is not None:
                return recipe_in(found)
            return _read_json_file(stream) if head.lstrip()[:1] in (b"{", b"\xef") else None
    except OSError as error:
        raise _unreadable(path, error) from error


def embedded(stream: BinaryIO, head: bytes) -> Embedded | None:
    """What the picture in `stream` carries; None if it is none of the formats."""
    if head.startswith(png.SIGNATURE):
        return png.read_png(stream)
    if head.startswith(jpeg.SIGNATURE):
        return jpeg.read_jpeg(stream)
    if webp.is_webp(head):
        return webp.read_webp(stream)
    if head.startswith(tiff.SIGNATURES):
        return tiff.read_tiff(stream)
    if heic.is_heic(head):
        return heic.read_heic(stream)
    return None


def recipe_in(found: Embedded) -> ReadRecipe | None:
    """The first recipe that one of the readers makes out; the surest forms are tried first."""
    for result in _attempts(found):
        if result is not None:
            return _with_notices(result, found.notices)
    return None


def _attempts(found: Embedded) -> Iterator[ReadRecipe | None]:
    texts = found.texts
    properties = xmp.properties(found.xmp) if found.xmp else {}
    comment, description = comments(found.exif) if found.exif else ("", "")
    notes = (comment, properties.get("comment", ""))
    yield _from_json(read_easel, texts.get("easel") or properties.get("easel", ""))
    yield _from_json(read_invokeai, texts.get("invokeai_metadata", ""))
    yield _from_json(read_sd_metadata, texts.get("sd-metadata", ""))
    for text in (texts.get("parameters", ""), *notes):
        yield read_parameters(text)
    for text in (texts.get("prompt", ""), texts.get("workflow", "")):
        yield _from_json(read_comfyui, text)
    for text in notes:
        yield _from_json(read_draw_things, text)
    for text in (comment, description):  # ComfyUI's WebP files say "prompt:{...}" in Exif
        yield _from_json(read_comfyui, text.partition(":")[2])
    for text in (found.caption, properties.get("description", ""), texts.get("Description", "")):
        yield read_caption(text)
        yield read_description(text)


def read_easel(data: object) -> ReadRecipe | None:
    """Easel's own JSON, as it stands."""
    content = as_mapping(data)
    version = content.get("version")
    if not isinstance(version, int) or not isinstance(content.get("prompt"), str):
        return None
    newer = version > RECIPE_VERSION
    notice = "A newer Easel made this picture; what this one doesn't know is kept, but not used."
    return ReadRecipe(recipe=Recipe(content), source="Easel", notices=(notice,) if newer else ())


def read_json(text: str) -> ReadRecipe | None:
    """The recipe in a JSON text of any of the programs."""
    for reader in (
        read_easel,
        read_preset_json,
        read_comfyui,
        read_invokeai,
        read_sd_metadata,
        read_draw_things,
    ):
        result = _from_json(reader, text)
        if result is not None:
            return result
    return None


def _read_json_file(stream: BinaryIO) -> ReadRecipe | None:
    stream.seek(0)
    raw = stream.read(MAX_JSON + 1)
    if len(raw) > MAX_JSON:
        return None
    return read_json(raw.decode("utf-8-sig", "replace"))


def _from_json(reader: Reader, text: str) -> ReadRecipe | None:
    """Decode `text` and give it to `reader`. Half-written JSON is no recipe."""
    if not text:
        return None
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return reader(data) if data else None


def _with_notices(result: ReadRecipe, notices: list[str]) -> ReadRecipe:
    if not notices:
        return result
    return ReadRecipe(
        recipe=result.recipe,
        source=result.source,
        unmapped=result.unmapped,
        notices=(*result.notices, *notices),
    )


def _unreadable(path: Path, error: OSError) -> EaselError:
    away = disk_away(path)
    if away is not None:
        why = f"the disk “{away.name}” isn't connected"
    elif isinstance(error, FileNotFoundError):
        why = "it isn't there any more"
    elif isinstance(error, IsADirectoryError):
        why = "it is a folder"
    elif isinstance(error, PermissionError):
        why = "there is no permission to read it"
    else:
        why = error.strerror or str(error)
    return EaselError(f"Easel couldn't read “{path.name}”: {why}.", f"{path}: {error!r}")
