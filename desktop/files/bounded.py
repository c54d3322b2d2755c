"""Read files that Easel didn't write in this run: within limits, with a single kind of error."""

from __future__ import annotations

import json
import os
import stat
import zlib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeGuard, TypeVar, cast

import msgspec

T = TypeVar("T")

MOST_JSON = 4 * 2**20
"""Maximum size of a JSON text in bytes; ComfyUI's graphs have some hundred kilobytes."""
MOST_OWN = 64 * 2**20
"""Maximum size in bytes of a file that Easel keeps itself, such as a cache."""
_RUST_PANIC = "PanicException"
"""Base class of a Rust library's panics; it is no Exception, and can't be imported."""
MOST_VALUES = 400_000
"""Maximum number of values in a JSON text: each takes a hundred bytes of memory, however short."""


class UnreadableError(Exception):
    """Error for a file, or a part of one, that can't be parsed; the text gives the reason."""


@contextmanager
def unreadable(what: str) -> Generator[None]:
    """Convert every exception but OSError into UnreadableError: "`what`: reason"."""
    try:
        yield
    except (UnreadableError, OSError):
        raise
    except BaseException as error:  # a damaged file can make any reader fail in any way
        if not isinstance(error, Exception) and type(error).__name__ != _RUST_PANIC:
            raise
        raise UnreadableError(f"{what}: {type(error).__name__}: {error}") from error


def read_bytes(path: Path, most: int) -> bytes:
    """Return the whole file, at most `most` bytes.

    Raises UnreadableError where it is no regular file or larger, and OSError.
    """
    with open_regular(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise UnreadableError(f"{path.name} has more than {most} bytes")
    return data


def read_start(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of the file.

    Raises UnreadableError where it is no regular file, and OSError.
    """
    with open_regular(path) as stream:
        return stream.read(most)


def first_bytes(blocks: Iterable[bytes], most: int) -> bytes:
    """Return the first `most` bytes of `blocks`, and one more where there are more: no block behind
    it is asked for.
    """
    found = bytearray()
    for block in blocks:
        found += block
        if len(found) > most:
            break
    return bytes(found[: most + 1])


def open_regular(path: Path, buffering: int = -1) -> BinaryIO:
    """Open the file at `path` for reading.

    Raises UnreadableError where it is no regular file: a pipe would block the caller, a device has
    no end. Raises OSError.
    """
    try:
        return open(path, "rb", buffering, opener=_open_regular)
    except ValueError as error:  # NUL, half a surrogate pair
        raise UnreadableError(f"no file can be called {str(path)!r}") from error


def is_file(path: object) -> TypeGuard[str]:
    """Return whether `path`, a value from a foreign file, is a string naming an existing file."""
    try:
        return isinstance(path, str) and bool(path) and Path(path).is_file()
    except (OSError, ValueError):  # too long for the disk, NUL, half a surrogate pair
        return False


def is_folder(path: object) -> TypeGuard[str]:
    """Return whether `path`, a value from a foreign file, is a string naming an existing folder."""
    try:
        return isinstance(path, str) and bool(path) and Path(path).is_dir()
    except (OSError, ValueError):
        return False


def decoded(data: bytes) -> str:
    """Return `data` decoded as UTF-8, with or without a byte order mark; bad bytes become
    U+FFFD.
    """
    return data.decode("utf-8-sig", "replace")


def parse_json(text: str | bytes, most: int = MOST_JSON) -> object:
    """Return the value of a JSON text; NaN and infinities become None. Raises UnreadableError.

    Length, number of values and depth are limited, which bounds memory and time.
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
    """Return the JSON text `data` as a `kind` (a msgspec type). Raises UnreadableError."""
    if len(data) > most:
        raise UnreadableError(f"JSON of {len(data)} bytes")
    with unreadable("JSON"):
        return msgspec.json.decode(data, type=kind)


def read_struct(path: Path, kind: type[T], most: int = MOST_OWN) -> T:
    """Return the JSON file at `path` as a `kind` (a msgspec type). Raises UnreadableError and
    OSError.
    """
    return parse_struct(read_bytes(path, most), kind, most)


def inflated(data: bytes, most: int) -> bytes:
    """Return the decompressed zlib stream `data`. Raises UnreadableError beyond `most` bytes."""
    machine = zlib.decompressobj()
    with unreadable("zlib"):
        raw = machine.decompress(data, most + 1)
    if len(raw) > most:
        raise UnreadableError(f"unpacks to more than {most} bytes")
    return raw


def _without_surrogates(value: object) -> object:
    """Return `value` with each lone surrogate replaced by ?: it can't be shown, stored or sent."""
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
