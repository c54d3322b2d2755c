"""Contact sheets: many pictures on a page, with a line of text under each, as PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec
from PIL import Image, ImageDraw, ImageFont

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.files.atomic import make_folder
from desktop.files.disk_errors import disk_error
from desktop.files.unique_paths import place_file

from .thumbnail_cache import small

MOST_PICTURES = 1000
_DOING = Message("save the contact sheet")
_DPI = 150
_PAGE = (1240, 1754)
"""A4 portrait at 150 dots an inch, in pixels."""
_MARGIN = 70
_GAP = 20
_LINE = 20
_FONTS = (
    "/System/Library/Fonts/AppleSDGothicNeo.ttc",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)


class SheetOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Layout of a contact sheet: `columns` 1 to 10 pictures side by side."""

    format: Literal["png", "pdf"] = "pdf"
    columns: int = 4
    captions: bool = True


def contact_sheet(
    pictures: Sequence[tuple[Path, str]],
    output: Path,
    options: SheetOptions,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write `pictures`, each with its caption, on pages; return the new files, none overwritten.

    `output` is the file's name; as PNG each page becomes a file, as PDF all are in one. An
    unreadable picture's place shows the reason. Raises BadInput and EaselError.
    """
    _check(pictures, options)
    make_folder(output.absolute().parent, _DOING)
    try:
        return _write(_pages(pictures, options, progress), output.absolute(), options)
    except OSError as error:
        raise disk_error(error, output, _DOING) from error


def first_page(pictures: Sequence[tuple[Path, str]], options: SheetOptions) -> Image.Image:
    """Return the first page of `contact_sheet`, as an image. Raises BadInput."""
    _check(pictures, options)
    return next(_pages(pictures, options, None))


def _check(pictures: Sequence[tuple[Path, str]], options: SheetOptions) -> None:
    if not pictures:
        raise BadInput("Choose some pictures for the contact sheet first.")
    if len(pictures) > MOST_PICTURES:
        raise BadInput("A contact sheet can hold {most} pictures at most.", most=MOST_PICTURES)
    if not 1 <= options.columns <= 10:
        raise BadInput("A contact sheet has 1 to 10 columns.")


def _write(pages: Iterator[Image.Image], output: Path, options: SheetOptions) -> list[Path]:
    folder, stem = output.parent, output.stem
    if options.format == "png":
        made: list[Path] = []
        for page in pages:

            def save(stream: BinaryIO, page: Image.Image = page) -> None:
                page.save(stream, "PNG", dpi=(_DPI, _DPI))

            made.append(place_file(folder, stem, ".png", save))
        return made
    first = next(pages)

    def save_all(stream: BinaryIO) -> None:
        first.save(stream, "PDF", resolution=_DPI, save_all=True, append_images=list(pages))

    return [place_file(folder, stem, ".pdf", save_all)]


def _pages(
    pictures: Sequence[tuple[Path, str]],
    options: SheetOptions,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Image.Image]:
    width = _PAGE[0] - 2 * _MARGIN
    side = (width - _GAP * (options.columns - 1)) // options.columns
    height = side + (_LINE + 6 if options.captions else 0) + _GAP
    rows = max((_PAGE[1] - 2 * _MARGIN + _GAP) // height, 1)
    font = sheet_font()
    per_page = rows * options.columns
    for start in range(0, len(pictures), per_page):
        page = Image.new("RGB", _PAGE, "white")
        for place, (path, caption) in enumerate(pictures[start : start + per_page]):
            x = _MARGIN + place % options.columns * (side + _GAP)
            y = _MARGIN + place // options.columns * height
            _draw(page, (x, y), side, path, caption if options.captions else "", font)
            if progress is not None:
                progress(start + place + 1, len(pictures))
        yield page


def _draw(
    page: Image.Image,
    at: tuple[int, int],
    side: int,
    path: Path,
    caption: str,
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
) -> None:
    draw = ImageDraw.Draw(page)
    try:
        image = small(path, side)
    except EaselError as error:
        draw.rectangle((*at, at[0] + side - 1, at[1] + side - 1), outline="gray")
        draw.text((at[0] + 8, at[1] + 8), fitting(str(error), side - 16, font), "gray", font)
    else:
        spot = (at[0] + (side - image.width) // 2, at[1] + (side - image.height) // 2)
        page.paste(image, spot)
    if caption:
        text = fitting(caption.replace("\n", " "), side, font)
        draw.text((at[0], at[1] + side + 4), text, "black", font)


def fitting(text: str, width: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> str:
    """Return as much of `text` as fits `width` pixels, with an ellipsis where it is cut."""
    text = text[:300]
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[: max(int(len(text) * 0.9), 0)] if len(text) > 20 else text[:-1]
    return f"{text}…"


def sheet_font(size: int = _LINE - 4) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Return a system font with Korean, `size` pixels high; else Pillow's own."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
