"""The user's styles in one JSON file, and the styles of A1111's styles.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.names import name_key
from desktop.core.prompts.styles import FIRST_STYLES, Style
from desktop.files.atomic import set_aside_if_possible, write_atomically
from desktop.files.bounded import UnreadableError, decoded, read_bytes, read_struct, unreadable
from desktop.files.disk_errors import disk_error

_VERSION = 1
_MOST_BYTES = 10_000_000


class _Content(msgspec.Struct):
    version: int
    styles: list[Style]


class StyleFile:
    """The styles' file. Until the first save it has the default styles."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[Style, ...]:
        """Return the styles in their order; never raises. A damaged file is set aside."""
        try:
            content = read_struct(self.path, _Content)
        except OSError:
            return FIRST_STYLES
        except UnreadableError:
            set_aside_if_possible(self.path)
            return FIRST_STYLES
        return tuple(style for style in content.styles if style.name.strip())

    def save(self, styles: Sequence[Style]) -> None:
        """Replace the styles. Raises EaselError."""
        content = _Content(_VERSION, list(styles))
        data = msgspec.json.format(msgspec.json.encode(content), indent=2)
        try:
            write_atomically(self.path, data + b"\n")
        except OSError as error:
            raise disk_error(error, self.path, Message("save the styles")) from error

    def named(self, name: str) -> Style:
        """Return the style called `name`, ignoring case. Raises BadInput."""
        styles = self.load()
        for style in styles:
            if name_key(style.name) == name_key(name):
                return style
        known = tuple(style.name for style in styles) or Message("none was saved")
        raise BadInput("There is no style “{name}” ({known}).", name=name, known=known)


def read_csv(path: Path) -> list[Style]:
    """Return the styles in A1111's styles.csv: name, prompt, negative_prompt. Raises EaselError."""
    try:
        text = decoded(read_bytes(path, _MOST_BYTES)).replace("\0", "")
    except OSError as error:
        raise EaselError("“{file}” can’t be read.", str(error), file=path.name) from error
    except UnreadableError as error:
        raise BadInput(
            "“{file}” is too large for a file of styles.", str(error), file=path.name
        ) from error
    try:
        with unreadable("csv"):
            rows = list(csv.DictReader(io.StringIO(text)))
    except UnreadableError as error:
        raise BadInput("“{file}” is no file of styles.", str(error), file=path.name) from error
    styles = [
        Style(name.strip(), row.get("prompt") or "", row.get("negative_prompt") or "")
        for row in rows
        if isinstance(name := row.get("name"), str) and name.strip()
    ]
    styles = [style for style in styles if style.prompt or style.negative_prompt]
    if not styles:
        raise BadInput("“{file}” holds no styles: A1111 calls the file styles.csv.", file=path.name)
    return styles
