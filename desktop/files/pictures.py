"""The only way to open a picture file: a few formats, within a memory limit."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

from PIL import Image

from desktop.core.errors import EaselError

from .heif_items import check_items
from .still_webp import StillWebP

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "HEIF")
"""The formats that Pillow may try. Its other plugins (EPS starts Ghostscript) are never used."""
MOST_BYTES = 272 * 10**6
"""Maximum memory in bytes for decoding: 8192 x 8192 pixels of four bytes are within it."""
Image.MAX_IMAGE_PIXELS = None  # Pillow's limit knows neither modes nor JPEG's smaller scales
_STRIP_PIXELS = 2**20
_PAPER = (255, 255, 255)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = (5, 6, 7, 8)
"""The Exif orientations that swap width and height."""
_HEADS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_TIFF_HEADS = (b"II*\0", b"MM\0*")


class PictureTooLarge(EaselError):
    """Error for a picture whose decoding would take more than MOST_BYTES of memory."""


def format_of(path: Path) -> str:
    """Return the format (one of FORMATS) by the file's first bytes, else "".

    Only regular files are opened: a pipe or a device could block the caller for ever.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return ""
        with path.open("rb", buffering=0) as stream:
            head = stream.read(12)
    except (OSError, ValueError):
        return ""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:4] in _TIFF_HEADS:
        return "TIFF"
    if head[4:8] == b"ftyp":
        return "HEIF"
    return next((name for start, name in _HEADS if head.startswith(start)), "")


def open_picture(path: Path, side: int = 0) -> Image.Image:
    """Open a picture without decoding it; with `side` > 0 about that many pixels a side suffice.

    Raises EaselError for a file that is no picture of FORMATS, or would take more than MOST_BYTES.
    """
    kind = format_of(path)
    if kind not in FORMATS:
        if not path.exists():
            raise EaselError("“{file}” isn’t there any more.", str(path), file=path.name)
        raise damaged(path, ValueError(f"its first bytes are none of {FORMATS}"))
    try:
        if kind == "HEIF":
            import pi_heif  # pyright: ignore[reportMissingTypeStubs]

            check_items(path)
            pi_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType]
        image = StillWebP(path) if kind == "WEBP" else Image.open(path, formats=(kind,))
    except Exception as error:  # Pillow raises many kinds for damaged files
        raise damaged(path, error) from error
    try:
        width, height = image.size
        if side:
            image.draft("RGB", (side * 2, side * 2))
        if _bytes_of(image, width * height, scaled=bool(side)) > MOST_BYTES:
            raise _too_large(path, (width, height))
    except PictureTooLarge:
        image.close()
        raise
    except Exception as error:
        image.close()
        raise damaged(path, error) from error
    return image


def picture_in(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    """Open the encoded picture `data` (one of `formats`) without decoding it.

    Raises Pillow's errors for other data; checks no size.
    """
    if "WEBP" in formats and data[8:12] == b"WEBP":
        return StillWebP(io.BytesIO(data))
    return Image.open(io.BytesIO(data), formats=formats)


def decoding_bytes(image: Image.Image) -> int:
    """About how much memory decoding the opened `image` takes."""
    return _bytes_of(image, image.width * image.height, scaled=False)


def upright_size(path: Path) -> tuple[int, int]:
    """Return the displayed (width, height) in pixels, without decoding. Raises EaselError."""
    with open_picture(path) as image:
        width, height = image.size
        return (height, width) if _orientation(image) in _LYING else (width, height)


def upright(image: Image.Image, source: Image.Image | None = None) -> Image.Image:
    """Return `image` rotated by the Exif orientation of `source` (by default its own); the same
    object if not.

    Raises PictureTooLarge where two of it would take more than MOST_BYTES.
    """
    turn = _TURNS.get(_orientation(source or image))
    if turn is None:
        return image
    if source is None and 8 * image.width * image.height > MOST_BYTES:
        raise _too_large(Path(getattr(image, "filename", "")), image.size)
    return image.transpose(turn)


def flattened(image: Image.Image, side: int = 0) -> Image.Image:
    """Return the picture as RGB, transparent parts on white; with `side` > 0 reduced to `2 * side`
    or more.

    Works in strips, so that a large picture is never copied whole. Loads the pixels.
    """
    image.load()
    if image.mode == "RGB" and not side and "transparency" not in image.info:
        return image
    width, height = image.size
    factor = max(1, max(width, height) // (2 * side)) if side else 1
    result = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    rows = max(1, _STRIP_PIXELS // width // factor) * factor
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        strip.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
        flat = _flat(strip)
        result.paste(flat.reduce(factor) if factor > 1 else flat, (0, top // factor))
    return result


def damaged(path: Path, error: Exception) -> EaselError:
    """Return the error for a file whose pixels can't be read."""
    return EaselError(
        "“{picture}” is damaged or no picture.", f"{path}: {error!r}", picture=path.name
    )


def _too_large(path: Path, size: tuple[int, int]) -> PictureTooLarge:
    return PictureTooLarge(
        "“{picture}” is too large to be opened here ({width} x {height}).",
        str(path),
        picture=path.name,
        width=size[0],
        height=size[1],
    )


def _flat(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        paper = Image.new("RGB", rgba.size, _PAPER)
        paper.paste(rgba, mask=rgba.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # 16 bits a channel
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # Pillow raises a dozen kinds for damaged blocks: it is upright then
        return 1
    return found if isinstance(found, int) else 1


def _bytes_of(image: Image.Image, full: int, *, scaled: bool) -> int:
    """Return the approximate memory of decoding in bytes; `full` is the pixel count before draft
    mode.
    """
    width, height = image.size
    pixels = 4 * width * height
    if isinstance(image, StillWebP):
        return image.bytes_needed()
    if image.format == "HEIF":  # so does libheif: in all about 11 bytes a pixel
        pixels = 11 * width * height
    elif image.format in ("JPEG", "MPO") and image.info.get("progressive"):
        pixels += 6 * full  # the coefficients of the whole picture, whatever the scale
    elif image.format == "TIFF":
        pixels += _strip_bytes(image)
    return pixels * 2 if image.mode not in ("RGB", "L") and not scaled else pixels


def _strip_bytes(image: Any) -> int:
    """Return the size in bytes of the largest strip or tile that a TIFF is decoded in."""
    tags = image.tag_v2
    width, rows = tags.get(322, image.size[0]), tags.get(323) or tags.get(278, image.size[1])
    bits = sum(tags.get(258, (8,)))
    return int(width) * min(int(rows), image.size[1]) * max(int(bits), 8) // 8
