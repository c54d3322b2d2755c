"""Looks into a folder or a zip file in the same way, and refuses zips that mean harm."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from desktop.core.errors import BadInput

MAX_RATIO = 100
MAX_UNPACKED = 64 * 1024**3
_FREE = 512 * 1024**2
"""Below this size a zip may be packed as tightly as it likes."""


class Tree(Protocol):
    """The part of `pathlib.Path` that `zipfile.Path` has too."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        ...

    def iterdir(self) -> Iterator[Tree]:
        """What is in this folder."""
        ...

    def is_dir(self) -> bool:
        """Whether this is a folder."""
        ...

    def is_file(self) -> bool:
        """Whether this is a file."""
        ...

    def joinpath(self, *parts: str) -> Tree:
        """A path below."""
        ...

    def read_bytes(self) -> bytes:
        """The whole file."""
        ...


@contextmanager
def opened(path: Path) -> Generator[Tree]:
    """`path`, a folder or a .zip file, as a Tree.

    Raises BadInput for a zip that is damaged, leads out of itself, or is a bomb.
    """
    if path.is_dir():
        yield path  # pyright: ignore[reportReturnType]
        return
    try:
        with zipfile.ZipFile(path) as archive:
            check_zip(archive, path.name)
            yield zipfile.Path(archive)  # pyright: ignore[reportReturnType]
    except zipfile.BadZipFile as error:
        raise BadInput(
            f"{path.name} is damaged or not complete: download it again.", str(error)
        ) from error


def check_zip(archive: zipfile.ZipFile, name: str) -> None:
    """Raise BadInput where unpacking `archive` would write elsewhere or without an end."""
    total = packed = 0
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0:1] or is_link:
            raise BadInput(
                f"{name} holds a path that leads out of it ({entry.filename[:80]}), so Easel "
                "won't open it."
            )
        total += entry.file_size
        packed += entry.compress_size
    if total > MAX_UNPACKED or (total > _FREE and total > MAX_RATIO * max(packed, 1)):
        raise BadInput(
            f"{name} would unpack to {total / 1e9:,.0f} GB, which no model needs, so Easel won't "
            "open it."
        )
