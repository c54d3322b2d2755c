"""Saves pictures elsewhere: in another format, with or without the recipe, named by a template."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.recipe import Recipe
from desktop.files.atomic import flush_to_disk, make_folder, temporary_file
from desktop.files.disk_errors import disk_error
from desktop.files.pictures import PictureTooLarge, flattened, open_picture, upright
from desktop.files.unique_paths import place_file
from desktop.storage.metadata.formats import xmp
from desktop.storage.metadata.formats.exif import exif_block
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.a1111_text import parameters_text

from .input_paths import has_paths, without_paths
from .name_template import DEFAULT_TEMPLATE, file_name
from .picture_files import recipe_chunks, recipe_json

Format = Literal["png", "jpeg", "webp", "tiff", "heic"]
SUFFIXES: dict[Format, str] = {
    "png": ".png",
    "jpeg": ".jpg",
    "webp": ".webp",
    "tiff": ".tif",
    "heic": ".heic",
}
Save = Callable[[BinaryIO], object]

_SEGMENT = 65_000
"""Bytes that fit in one block of a JPEG; the Exif and XMP of a longer recipe are left out."""
_SIPS = Path("/usr/bin/sips")
_DOING = Message("export the picture")


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How pictures are exported; `quality` 1 to 100 is for JPEG, WebP and HEIC."""

    format: Format = "png"
    quality: int = 92
    with_recipe: bool = True
    template: str = DEFAULT_TEMPLATE


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """The new files, and for each picture that failed its path and a message."""

    paths: tuple[Path, ...]
    failed: tuple[tuple[Path, Message], ...] = ()


def formats() -> tuple[Format, ...]:
    """The formats that this machine can write: HEIC only with the Mac's own `sips`."""
    has_heic = sys.platform == "darwin" and _SIPS.exists()
    return tuple(kind for kind in SUFFIXES if kind != "heic" or has_heic)


def export_pictures(
    pictures: Sequence[Path],
    folder: Path,
    options: ExportOptions,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Exported:
    """Export `pictures` into `folder`, in this order; nothing is overwritten.

    Raises BadInput for a format or a template that can't be used, EaselError where no folder can
    be made; a picture that fails doesn't stop the others.
    """
    if options.format not in formats():
        raise BadInput("{format} can't be written on this machine.", format=options.format.upper())
    file_name(options.template, {}, name="name", number=1)
    make_folder(folder, _DOING)
    made: list[Path] = []
    failed: list[tuple[Path, Message]] = []
    for number, picture in enumerate(pictures, start=1):
        if stopped is not None and stopped():
            break
        try:
            made.append(_export(picture, folder, options, number))
        except EaselError as error:
            failed.append((picture, error.message))
        except OSError as error:
            failed.append((picture, disk_error(error, folder / "x", _DOING).message))
        if progress is not None:
            progress(number, len(pictures))
    return Exported(paths=tuple(made), failed=tuple(failed))


def save_as(picture: Path, target: Path, options: ExportOptions) -> None:
    """Save one picture under exactly `target`, which the user confirmed if it was there.

    Raises EaselError.
    """
    if options.format not in formats():
        raise BadInput("{format} can't be written on this machine.", format=options.format.upper())
    make_folder(target.absolute().parent, _DOING)
    save = _saver(picture, options, read_recipe(picture))
    try:
        with temporary_file(target.absolute().parent) as (temporary, stream):
            save(stream)
            flush_to_disk(stream)
            temporary.replace(target)
    except OSError as error:
        raise disk_error(error, target, _DOING) from error


def _export(picture: Path, folder: Path, options: ExportOptions, number: int) -> Path:
    read = read_recipe(picture)
    recipe = read.recipe if read is not None else Recipe({})
    name = file_name(options.template, recipe, name=picture.stem, number=number)
    place = folder / name.parent
    make_folder(place, _DOING)
    save = _saver(picture, options, read)
    return place_file(place, name.name, SUFFIXES[options.format], save)


def _saver(picture: Path, options: ExportOptions, read: ReadRecipe | None) -> Save:
    """What writes the picture in its new form into a stream. Raises EaselError."""
    tells_folders = read is not None and has_paths(read.recipe)  # of an older Easel
    same_format = picture.suffix.lower() == SUFFIXES[options.format]
    if options.with_recipe and same_format and not tells_folders:
        return lambda stream: _copy(picture, stream)  # not one pixel or chunk is lost
    with open_picture(picture) as image:
        try:
            image.load()
            turned = upright(image)
        except PictureTooLarge:
            raise
        except Exception as error:  # Pillow raises many kinds for damaged pixels
            raise EaselError(
                "“{picture}” is damaged.", repr(error), picture=picture.name
            ) from error
    profile = turned.info.get("icc_profile")
    ready = turned if options.format in ("png", "tiff", "webp") else flattened(turned)
    ready.info = {}
    recipe = read.recipe if read is not None and options.with_recipe else None
    arguments = _arguments(options, recipe)
    if isinstance(profile, bytes):
        arguments["icc_profile"] = profile
    if options.format == "heic":
        return lambda stream: _write_heic(ready, stream, options, arguments)
    return lambda stream: ready.save(stream, options.format.upper(), **arguments)


def _copy(picture: Path, stream: BinaryIO) -> None:
    with picture.open("rb") as source:
        shutil.copyfileobj(source, stream)


def _arguments(options: ExportOptions, recipe: Recipe | None) -> dict[str, Any]:
    """What Pillow's `save` needs for the format, with the recipe in the form it can carry."""
    given: dict[str, Any] = {}
    if options.format in ("jpeg", "webp"):
        given["quality"] = max(1, min(options.quality, 100))
    if options.format == "jpeg" and options.quality >= 90:
        given["subsampling"] = 0
    if options.format == "tiff":
        given["compression"] = "tiff_adobe_deflate"
    if recipe is None:
        return given
    packet = xmp.recipe_packet(recipe_json(without_paths(recipe)))
    if options.format == "png":
        given["pnginfo"] = recipe_chunks(recipe)
    elif options.format == "tiff":
        directory = ImageFileDirectory_v2()
        directory[700] = packet
        given["tiffinfo"] = directory
    else:
        block = exif_block(parameters_text(recipe))
        for key, data in (("exif", block), ("xmp", packet)):
            if len(data) <= _SEGMENT or options.format == "webp":
                given[key] = data
    return given


def _write_heic(
    image: Image.Image, stream: BinaryIO, options: ExportOptions, arguments: dict[str, Any]
) -> None:
    """By the Mac's own `sips`, from a JPEG of full quality, whose Exif it takes over."""
    with tempfile.TemporaryDirectory() as place:
        source, result = Path(place, "a.jpg"), Path(place, "a.heic")
        image.save(source, "JPEG", quality=100, subsampling=0, **arguments)
        command = [str(_SIPS), "-s", "format", "heic", "-s", "formatOptions"]
        command += [str(options.quality), str(source), "--out", str(result)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != 0 or not result.exists():
            raise EaselError("The Mac couldn't write this picture as HEIC.", done.stderr)
        _copy(result, stream)
