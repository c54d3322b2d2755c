"""Find the recipe in a picture or a .json file of any program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.recipe import RECIPE_VERSION, Recipe
from desktop.core.request import MAX_SEED
from desktop.files.bounded import (
    MOST_JSON,
    UnreadableError,
    decoded,
    open_regular,
    parse_json,
    unreadable,
)
from desktop.files.disk_errors import disk_away
from desktop.files.json_coerce import as_mapping

from .formats import heic, jpeg, png, tiff, webp, xmp
from .formats.embedded import Embedded
from .formats.exif import ExifTexts, exif_texts
from .formats.stealth import stealth_text
from .preset import read_preset_json
from .recipe_builder import ReadRecipe
from .tools.a1111 import read_parameters
from .tools.comfyui.comfyui_recipe import read_comfyui
from .tools.draw_things import read_description, read_draw_things
from .tools.easy_diffusion import read_easy_diffusion
from .tools.fooocus import read_fooocus
from .tools.invokeai import read_dream, read_invokeai, read_sd_metadata
from .tools.mflux import read_mflux
from .tools.mochi import read_caption
from .tools.novelai import read_novelai
from .tools.swarmui import read_swarmui

Reader = Callable[[object], ReadRecipe | None]


def read_recipe(path: Path) -> ReadRecipe | None:
    """Return the recipe in the file at `path`; None without one, however damaged the file is.

    The file's format is told by content, not by name; the pixels are decoded only where nothing
    else holds a recipe. Raises EaselError, with a message, only where the file can't be opened.
    """
    try:
        with open_regular(path) as stream:
            head = stream.read(16)
            found = embedded(stream, head)
            if found is not None:
                return recipe_in(found) or _hidden_recipe(path, found)
            return _read_text_file(stream)
    except (OSError, UnreadableError) as error:
        raise _unreadable(path, error) from error


def embedded(stream: BinaryIO, head: bytes) -> Embedded | None:
    """Return the metadata of the picture in `stream`; None for other formats."""
    read = _format_reader(head)
    if read is None:
        return None
    try:
        with unreadable("picture"):
            return read(stream)
    except UnreadableError:
        return None


def _format_reader(head: bytes) -> Callable[[BinaryIO], Embedded] | None:
    readers = (
        (head.startswith(png.SIGNATURE), png.read_png),
        (head.startswith(jpeg.SIGNATURE), jpeg.read_jpeg),
        (webp.is_webp(head), webp.read_webp),
        (head.startswith(tiff.SIGNATURES), tiff.read_tiff),
        (heic.is_heic(head), heic.read_heic),
    )
    return next((reader for fits, reader in readers if fits), None)


def recipe_in(found: Embedded) -> ReadRecipe | None:
    """Return the first recipe that a reader recognizes; the most certain forms are tried first."""
    for attempt in _attempts(found):
        try:
            with unreadable("recipe"):
                result = attempt()
        except UnreadableError:
            found.notice(
                Message("A part of what another program wrote in the file can’t be understood.")
            )
            continue
        if result is not None:
            return _with_notices(result, found.notices)
    return None


def _attempts(found: Embedded) -> Iterator[Callable[[], ReadRecipe | None]]:
    texts = found.texts
    properties = xmp.properties(found.xmp) if found.xmp else {}
    exif = exif_texts(found.exif) if found.exif else ExifTexts()
    notes = (exif.comment, properties.get("comment", ""))
    own = texts.get("easel") or properties.get("easel", "")
    yield partial(_from_json, read_easel, own)
    yield partial(_from_json, read_invokeai, texts.get("invokeai_metadata", ""))
    yield partial(_from_json, read_sd_metadata, texts.get("sd-metadata", ""))
    yield partial(read_dream, texts.get("Dream", ""))
    for text in (texts.get("parameters", ""), *notes):
        for reader in _JSON_NOTES:
            yield partial(_from_json, reader, text)
        yield partial(read_parameters, text)
    for text in (texts.get("prompt", ""), texts.get("workflow", "")):
        yield partial(_from_json, read_comfyui, text)
    yield partial(_read_novelai, texts)
    yield partial(read_easy_diffusion, texts)
    # ComfyUI's WebP files say "prompt:{...}" in Exif, the graph before the workflow
    for text in (*sorted(exif.tagged), exif.comment, exif.description):
        yield partial(_from_json, read_comfyui, text.partition(":")[2])
    description = texts.get("Description", "")
    for text in (found.caption, properties.get("description", ""), description):
        yield partial(read_caption, text)
        yield partial(read_description, text)


_JSON_NOTES: tuple[Reader, ...] = (
    read_swarmui,
    read_fooocus,
    read_novelai,
    read_easy_diffusion,
    read_mflux,
    read_draw_things,
)
"""The readers of JSON in the place of A1111's text."""


def _read_novelai(texts: Mapping[str, str]) -> ReadRecipe | None:
    words, source = texts.get("Description", ""), texts.get("Source", "")
    reader = partial(read_novelai, description=words, source=source)
    return _from_json(reader, texts.get("Comment", ""))


def _hidden_recipe(path: Path, found: Embedded) -> ReadRecipe | None:
    """Return the recipe in the last bits of the pixels, where nothing else holds one.

    Pillow reads all of a file's texts before its pixels: a file with too many isn't opened.
    """
    if found.format not in ("PNG", "WebP") or found.cut_short:
        return None
    text = stealth_text(path)
    if not text:
        return None
    hidden = Embedded(found.format, texts={"parameters": text})
    outer = as_mapping(_parsed(text))
    if "Comment" in outer:  # NovelAI hides all its texts as one JSON
        hidden.texts = {str(key): str(value) for key, value in outer.items()}
    return recipe_in(hidden)


def _parsed(text: str) -> object:
    try:
        return parse_json(text)
    except UnreadableError:
        return None


def read_easel(data: object) -> ReadRecipe | None:
    """Return the recipe in Easel's own JSON."""
    content = as_mapping(data)
    version = content.get("version")
    if not isinstance(version, int) or not isinstance(content.get("prompt"), str):
        return None
    newer = version > RECIPE_VERSION
    notice = Message(
        "A newer Easel made this picture; what this one doesn’t know is kept, but not used."
    )
    return ReadRecipe(
        recipe=Recipe(_tidied(content)), source="Easel", notices=(notice,) if newer else ()
    )


def _tidied(value: Any) -> Any:
    """Return `value` without numbers out of any recipe's range, at any depth."""
    if isinstance(value, dict):
        return {key: _tidied(inner) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_tidied(inner) for inner in cast("list[Any]", value)]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if not is_number or abs(value) <= MAX_SEED else None


def read_json(text: str) -> ReadRecipe | None:
    """Return the recipe in a JSON text of any of the programs."""
    readers = (
        read_easel,
        read_preset_json,
        read_comfyui,
        read_invokeai,
        read_sd_metadata,
        *_JSON_NOTES,
    )
    try:
        data = parse_json(text)
        with unreadable("recipe"):
            found = (reader(data) for reader in readers) if data else iter(())
            return next((result for result in found if result is not None), None)
    except UnreadableError:
        return None


def _read_text_file(stream: BinaryIO) -> ReadRecipe | None:
    """Return the recipe in JSON, or in the text that A1111 saves beside its pictures."""
    stream.seek(0)
    raw = stream.read(MOST_JSON + 1)
    if len(raw) > MOST_JSON or b"\0" in raw[:64]:
        return None
    text = decoded(raw)
    return read_json(text) if text.lstrip()[:1] == "{" else read_parameters(text)


def _from_json(reader: Reader, text: str) -> ReadRecipe | None:
    """Decode `text` and pass it to `reader`; return None for truncated JSON."""
    if not text:
        return None
    try:
        data = parse_json(text)
    except UnreadableError:
        return None
    return reader(data) if data else None


def _with_notices(result: ReadRecipe, notices: list[Message]) -> ReadRecipe:
    if not notices:
        return result
    return ReadRecipe(
        recipe=result.recipe,
        source=result.source,
        unmapped=result.unmapped,
        notices=(*result.notices, *notices),
    )


def _unreadable(path: Path, error: OSError | UnreadableError) -> EaselError:
    why: Message | str
    away = disk_away(path)
    if away is not None:
        why = Message("the disk “{disk}” isn’t connected", disk=away.name)
    elif isinstance(error, FileNotFoundError):
        why = Message("it isn’t there any more")
    elif isinstance(error, UnreadableError):
        why = Message("it is a folder") if path.is_dir() else Message("it is no file")
    elif isinstance(error, IsADirectoryError):
        why = Message("it is a folder")
    elif isinstance(error, PermissionError):
        why = Message("there is no permission to read it")
    else:
        why = error.strerror or str(error)
    return EaselError(
        "Easel couldn’t read “{file}”: {why}.", f"{path}: {error!r}", file=path.name, why=why
    )
