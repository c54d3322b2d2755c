"""Read a folder or a zip file in the same way, and refuse malicious zips."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError

MAX_MEMBERS = 20_000
MAX_RATIO = 100
MAX_UNPACKED = 64 * 1024**3
_FREE = 512 * 1024**2
"""Bytes below which a zip may have any compression ratio."""


_ZIP_END = 22 + 0xFFFF
"""Maximum bytes of a zip's end record with the longest comment."""
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""zipfile's errors for damaged archives; RuntimeError is that for a password."""


class Tree(Protocol):
    """The common part of `pathlib.Path` and `zipfile.Path`."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        ...

    def iterdir(self) -> Iterator[Tree]:
        """Yield the entries of this folder."""
        ...

    def is_dir(self) -> bool:
        """Return whether this is a folder."""
        ...

    def is_file(self) -> bool:
        """Return whether this is a file."""
        ...

    def joinpath(self, *parts: str) -> Tree:
        """Return a path below."""
        ...

    def open(self, mode: Any, /) -> IO[bytes]:
        """Open the file as a stream; `mode` is "rb"."""
        ...


def tree_bytes(file: Tree, most: int) -> bytes:
    """Return the whole file. Raises UnreadableError for more than `most` bytes, and OSError."""
    with file.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise UnreadableError(f"{file.name} has more than {most} bytes")
    return data


@contextmanager
def opened(path: Path) -> Generator[Tree]:
    """Yield `path`, a folder or a .zip file, as a Tree.

    Raises BadInput for a zip that is damaged, has paths outside itself, or is a bomb.
    """
    if path.is_dir():
        yield path  # pyright: ignore[reportReturnType]
        return
    try:
        check_zip_size(path)
        with zipfile.ZipFile(path) as archive:
            check_zip(archive, path.name)
            yield zipfile.Path(archive)  # pyright: ignore[reportReturnType]
    except ZIP_DAMAGE as error:
        if wants_password(error):
            sentence = Message("{file} can’t be opened: it needs a password.", file=path.name)
        else:
            sentence = Message(
                "{file} is damaged or not complete: download it again.", file=path.name
            )
        raise BadInput(sentence, str(error)) from error


def wants_password(error: Exception) -> bool:
    """Return whether zipfile raised `error` for an encrypted member."""
    return isinstance(error, RuntimeError) and "password" in str(error)


def check_zip_size(path: Path) -> None:
    """Raise BadInput for a zip with more files than any model, before its list is read."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - _ZIP_END, 0))
        end = stream.read(_ZIP_END)
    at = end.rfind(b"PK\5\6")
    if at < 0 or len(end) < at + 22:
        return  # zipfile says what is wrong with it
    count, size = int.from_bytes(end[at + 10 : at + 12], "little"), end[at + 12 : at + 16]
    if count > MAX_MEMBERS or int.from_bytes(size, "little") > MAX_MEMBERS * 512:
        raise BadInput(
            "{file} holds too many files for a model, so Easel won’t open it.", file=path.name
        )


def check_zip(archive: zipfile.ZipFile, name: str) -> None:
    """Raise BadInput where unpacking `archive` would write elsewhere or without end."""
    total = packed = 0
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0:1] or is_link:
            raise BadInput(
                "{name} holds a path that leads out of it ({file}), so Easel won’t open it.",
                name=name,
                file=entry.filename[:80],
            )
        total += entry.file_size
        packed += entry.compress_size
    if total > MAX_UNPACKED or (total > _FREE and total > MAX_RATIO * max(packed, 1)):
        raise BadInput(
            "{name} would unpack to {gigabytes} GB, which no model needs, so Easel won’t open it.",
            name=name,
            gigabytes=f"{total / 1000000000.0:,.0f}",
        )
