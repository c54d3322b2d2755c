"""Validate the strings in a HEIC's item list: pi_heif ends the process on invalid ones.

pi_heif 1.4 makes a Python text of each item's kind and content type without looking whether it
could: bytes that are no UTF-8 are a null pointer then. The layout is ISO/IEC 14496-12, `infe`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .bounded import UnreadableError, open_regular

_MOST_BOXES = 1000
_MOST_META = 8 * 2**20


def check_items(path: Path) -> None:
    """Raise UnreadableError where a string in the file's item list isn't UTF-8, and OSError."""
    with open_regular(path) as stream:
        for meta in _metas(stream):
            at = meta.find(b"infe")
            while at >= 0:
                size = int.from_bytes(meta[max(at - 4, 0) : at], "big")
                _check(meta[at + 4 : at - 4 + size] if size else meta[at + 4 :])
                at = meta.find(b"infe", at + 4)


def _check(item: bytes) -> None:
    """Check an `infe` box: version and flags, item number, 2 bytes, then strings."""
    texts = item[10:] if item[:1] == b"\3" else item[8:]
    try:
        texts.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"an item's text: {error}") from error


def _metas(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the `meta` boxes at the top level of the file."""
    at, end = 0, stream.seek(0, 2)
    for _ in range(_MOST_BOXES):
        stream.seek(at)
        header = stream.read(16)
        if len(header) < 8:
            return
        size = int.from_bytes(header[:4], "big")
        start = 8
        if size == 1:
            size, start = int.from_bytes(header[8:16], "big"), 16
        size = size or end - at
        if header[4:8] == b"meta":
            if size > _MOST_META:
                raise UnreadableError("a list of items without end")
            stream.seek(at + start)
            yield stream.read(max(size - start, 0))
        if size < start:
            return
        at += size
