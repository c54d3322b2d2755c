"""Reads what Easel didn't write in this run: within limits, and with one kind of error."""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeGuard, TypeVar, cast

import msgspec

T = TypeVar("T")

MOST_JSON = 4 * 2**20
"""Bytes of a JSON text; ComfyUI's graphs have some hundred kilobytes."""
MOST_OWN = 64 * 2**20
"""Bytes of a file that Easel keeps itself, such as a cache."""
_RUST_PANIC = "PanicException"
"""What a library in Rust raises when it gives up; it is no Exception, and can't be imported."""
MOST_VALUES = 400_000
"""Values of a JSON text: each costs a hundred bytes of memory, however short it is written."""


class UnreadableError(Exception):
    """A file, or a part of one, can't be understood; the text says why, for the details."""


@contextmanager
def unreadable(what: str) -> Generator[None]:
    """Turn whatever goes wrong inside, but for OSError, into UnreadableError: "`what`: why"."""
    try:
        yield
    except (UnreadableError, OSError):
        raise
    except BaseException as error:  # a damaged file can make any reader fail in any way
        if not isinstance(error, Exception) and type(error).__name__ != _RUST_PANIC:
            raise
        raise UnreadableError(f"{what}: {type(error).__name__}: {error}") from error


def read_bytes(path: Path, most: int) -> bytes:
    """The whole file, at most `most` bytes. Raises UnreadableError where it is no regular file
    or larger, and OSError.
    """
    with open_regular(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise UnreadableError(f"{path.name} has more than {most} bytes")
    return data


def read_start(path: Path, most: int) -> bytes:
    """The first `most` bytes of the file. Raises UnreadableError where it is no regular file, and
    OSError.
    """
    with open_regular(path) as stream:
        return stream.read(most)


def open_regular(path: Path, buffering: int = -1) -> BinaryIO:
    """The file at `path` for reading. Raises UnreadableError where it is no regular file: a pipe
    would keep the caller waiting, a device has no end. Raises OSError.
    """
    try:
        return open(path, "rb", buffering, opener=_open_regular)
    except ValueError as error:  # NUL, half a surrogate pair
        raise UnreadableError(f"no file can be called {str(path)!r}") from error


def is_file(path: object) -> TypeGuard[str]:
    """Whether `path`, which a file of somebody else's told, is a text that names a file here."""
    try:
        return isinstance(path, str) and bool(path) and Path(path).is_file()
    except (OSError, ValueError):  # too long for the disk, NUL, half a surrogate pair
        return False


def is_folder(path: object) -> TypeGuard[str]:
    """Whether `path`, which a file of somebody else's told, is a text that names a folder here."""
    try:
        return isinstance(path, str) and bool(path) and Path(path).is_dir()
    except (OSError, ValueError):
        return False


def decoded(data: bytes) -> str:
    """`data` as UTF-8, with or without a byte order mark; what is wrong becomes U+FFFD."""
    return data.decode("utf-8-sig", "replace")


def parse_json(text: str | bytes, most: int = MOST_JSON) -> object:
    """The value of a JSON text; NaN and infinities become None. Raises UnreadableError.

    Length, count and depth are limited, so that memory and time are too.
    """
    if len(text) > most:
        raise UnreadableError(f"JSON of {len(text)} bytes")
    text = decoded(text) if isinstance(text, bytes) else text
    if text.count(",") + text.count("[") + text.count("{") > MOST_VALUES:
        raise UnreadableError("JSON with too many values")
    with unreadable("JSON"):
        value = json.loads(text, parse_constant=lambda _: None)
        return _without_surrogates(value) if "\\ud" in text.lower() else value


def parse_struct(data: bytes, kind: type[T], most: int = MOST_OWN) -> T:
    """The JSON text `data` as a `kind` (a msgspec type). Raises UnreadableError."""
    if len(data) > most:
        raise UnreadableError(f"JSON of {len(data)} bytes")
    with unreadable("JSON"):
        return msgspec.json.decode(data, type=kind)


def read_struct(path: Path, kind: type[T], most: int = MOST_OWN) -> T:
    """The JSON file at `path` as a `kind` (a msgspec type). Raises UnreadableError and OSError."""
    return parse_struct(read_bytes(path, most), kind, most)


def inflated(data: bytes, most: int) -> bytes:
    """What the zlib stream `data` unpacks to. Raises UnreadableError beyond `most` bytes."""
    machine = zlib.decompressobj()
    with unreadable("zlib"):
        raw = machine.decompress(data, most + 1)
    if len(raw) > most:
        raise UnreadableError(f"unpacks to more than {most} bytes")
    return raw


def _without_surrogates(value: object) -> object:
    """`value` with each half surrogate pair as ?: it can't be shown, stored or sent."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_without_surrogates(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        return {str(_without_surrogates(key)): _without_surrogates(item) for key, item in pairs}
    return value


def _open_regular(path: str, flags: int) -> int:
    handle = os.open(path, flags | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnreadableError(f"{Path(path).name} is no regular file")
    return handle
