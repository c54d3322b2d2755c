"""The sheet of a grid: its pictures in rows and columns, with the values beside and above them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from desktop.core.errors import EaselError
from desktop.core.grids.grid import GridRequest
from desktop.files.pictures import flattened, open_picture

from .contact_sheet import fitting, sheet_font

LONGEST_SIDE = 8192
"""Maximum pixels of the sheet; larger grids have smaller pictures."""
_GAP = 8
_LINES = 3

Font = ImageFont.ImageFont | ImageFont.FreeTypeFont


def grid_sheet(task: GridRequest) -> Image.Image:
    """Return the sheet, as RGB; every cell must be drawn. A deleted picture's place is empty."""
    columns, rows = len(task.columns), len(task.rows)
    width, height = _cell_size([_size(cell.path) for cell in task.cells], columns, rows)
    font = sheet_font(max(14, min(width // 16, 48)))
    left, top = _left_margin(task, font, width), _top_margin(task, font, width)
    size = (left + columns * (width + _GAP) + _GAP, top + rows * (height + _GAP) + _GAP)
    sheet = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(sheet)

    def corner(column: int, row: int) -> tuple[int, int]:
        return left + _GAP + column * (width + _GAP), top + _GAP + row * (height + _GAP)

    for column, words in enumerate(task.columns):
        x, _ = corner(column, 0)
        _write(draw, words, (x, 0, x + width, top), font)
    for row, words in enumerate(task.rows):
        _, y = corner(0, row)
        _write(draw, words, (_GAP, y, left, y + height), font)
    for cell in task.cells:
        x, y = corner(cell.column, cell.row)
        picture = _opened(cell.path, width, height)
        if picture is None:
            draw.rectangle((x, y, x + width - 1, y + height - 1), outline="gray")
        else:
            inset = ((width - picture.width) // 2, (height - picture.height) // 2)
            sheet.paste(picture, (x + inset[0], y + inset[1]))
    return sheet


def _size(path: str) -> tuple[int, int] | None:
    """Return a picture's (width, height) in pixels, from its header only."""
    try:
        with open_picture(Path(path)) as image:
            return image.size
    except EaselError:
        return None


def _opened(path: str, width: int, height: int) -> Image.Image | None:
    """Return the picture, no larger than its place; None where it is unreadable."""
    try:
        with open_picture(Path(path)) as image:
            picture = flattened(image)
    except (EaselError, OSError, ValueError, SyntaxError):
        return None
    if picture.width > width or picture.height > height:
        picture.thumbnail((width, height), Image.Resampling.LANCZOS)
    return picture


def _cell_size(sizes: list[tuple[int, int] | None], columns: int, rows: int) -> tuple[int, int]:
    """Return a cell's size in pixels: the largest picture's, smaller where the sheet would be too
    large.
    """
    known = [size for size in sizes if size is not None] or [(256, 256)]
    width, height = max(size[0] for size in known), max(size[1] for size in known)
    room = LONGEST_SIDE * 0.95
    share = min(1.0, (room / columns - _GAP) / width, (room / rows - _GAP) / height)
    return max(int(width * share), 8), max(int(height * share), 8)


def _left_margin(task: GridRequest, font: Font, width: int) -> int:
    """Return the left margin in pixels: room for the longest row label, which may wrap."""
    longest = max((font.getlength(words[:200]) for words in task.rows), default=0)
    return min(int(longest) + 3 * _GAP, max(width // 2, 120)) if any(task.rows) else 0


def _top_margin(task: GridRequest, font: Font, width: int) -> int:
    lines = max((len(_wrapped(words, width, font)) for words in task.columns), default=0)
    return lines * _line(font) + 2 * _GAP if any(task.columns) else 0


def _write(
    draw: ImageDraw.ImageDraw, words: str, box: tuple[int, int, int, int], font: Font
) -> None:
    """Write `words` centered in `box`."""
    lines = _wrapped(words, box[2] - box[0], font)
    y = box[1] + (box[3] - box[1] - len(lines) * _line(font)) // 2
    for line in lines:
        x = box[0] + (box[2] - box[0] - font.getlength(line)) // 2
        draw.text((x, y), line, "black", font)
        y += _line(font)


def _wrapped(words: str, width: int, font: Font) -> list[str]:
    """Return at most three lines that fit `width` pixels; the last is cut if they are not
    enough.
    """
    lines = [""]
    for word in words[:400].split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
    return [fitting(line, width, font) for line in lines if line]


def _line(font: Font) -> int:
    return round(getattr(font, "size", 14) * 1.3)
