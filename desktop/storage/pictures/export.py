"""Export pictures: in another format, with or without the recipe, named by a template."""

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

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.recipe import Recipe
from desktop.files.atomic import flush_to_disk, make_folder, temporary_file
from desktop.files.disk_errors import disk_error
from desktop.files.pictures import PictureTooLarge, flattened, open_picture, upright
from desktop.files.unique_paths import place_file
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.metadata.recipe_builder import ReadRecipe

from .input_paths import has_paths
from .name_template import DEFAULT_TEMPLATE, file_name
from .picture_encoding import save_arguments

Format = Literal["png", "jpeg", "webp", "tiff", "heic"]
SUFFIXES: dict[Format, str] = {
    "png": ".png",
    "jpeg": ".jpg",
    "webp": ".webp",
    "tiff": ".tif",
    "heic": ".heic",
}
Save = Callable[[BinaryIO], object]

_SIPS = Path("/usr/bin/sips")
_DOING = Message("export the picture")
_MOST_PIXELS = 178_000_000
"""Maximum pixels: as many as Pillow reads without a warning."""


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Export settings; `quality` 1 to 100 is for JPEG, WebP and HEIC.

    `longest_side` in pixels limits larger pictures, 0 doesn't; `percent` is the scale where that is
    0.
    """

    format: Format = "png"
    quality: int = 92
    longest_side: int = 0
    percent: int = 100
    with_recipe: bool = True
    template: str = DEFAULT_TEMPLATE


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """The new files, and for each picture that failed its path and a message."""

    paths: tuple[Path, ...]
    failed: tuple[tuple[Path, Message], ...] = ()


def formats() -> tuple[Format, ...]:
    """Return the formats that this machine can write: HEIC only with the Mac's own `sips`."""
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

    Raises BadInput for an unusable format or template, EaselError where the folder can't be made; a
    picture that fails doesn't stop the others.
    """
    if options.format not in formats():
        raise BadInput("{format} can’t be written on this machine.", format=options.format.upper())
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
    """Save one picture under exactly `target`, whose replacement the user confirmed.

    Raises EaselError.
    """
    if options.format not in formats():
        raise BadInput("{format} can’t be written on this machine.", format=options.format.upper())
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
    """Return the function that writes the converted picture to a stream. Raises EaselError."""
    tells_folders = read is not None and has_paths(read.recipe)  # of an older Easel
    same_format = picture.suffix.lower() == SUFFIXES[options.format]
    scaled = options.longest_side > 0 or options.percent != 100
    if options.with_recipe and same_format and not tells_folders and not scaled:
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
    ready = _scaled(ready, options)
    ready.info = {}
    recipe = read.recipe if read is not None and options.with_recipe else None
    arguments = save_arguments(options.format, options.quality, recipe)
    if isinstance(profile, bytes):
        arguments["icc_profile"] = profile
    if options.format == "heic":
        return lambda stream: _write_heic(ready, stream, options, arguments)
    return lambda stream: ready.save(stream, options.format.upper(), **arguments)


def _scaled(image: Image.Image, options: ExportOptions) -> Image.Image:
    """Return `image` in the requested size, at most `_MOST_PIXELS`."""
    width, height = image.size
    factor = options.percent / 100
    if options.longest_side > 0:
        factor = min(1.0, options.longest_side / max(width, height))
    factor = min(factor, (_MOST_PIXELS / (width * height)) ** 0.5)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _copy(picture: Path, stream: BinaryIO) -> None:
    with picture.open("rb") as source:
        shutil.copyfileobj(source, stream)


def _write_heic(
    image: Image.Image, stream: BinaryIO, options: ExportOptions, arguments: dict[str, Any]
) -> None:
    """Write a HEIC by the Mac's own `sips`, from a JPEG of full quality, whose Exif is kept."""
    with tempfile.TemporaryDirectory() as place:
        source, result = Path(place, "a.jpg"), Path(place, "a.heic")
        image.save(source, "JPEG", quality=100, subsampling=0, **arguments)
        command = [str(_SIPS), "-s", "format", "heic", "-s", "formatOptions"]
        command += [str(options.quality), str(source), "--out", str(result)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != 0 or not result.exists():
            raise EaselError("The Mac couldn’t write this picture as HEIC.", done.stderr)
        _copy(result, stream)
