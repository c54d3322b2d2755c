"""Read size, Exif and XMP of a HEIC or AVIF file from its boxes, without decoding the picture.

The layout is ISO/IEC 14496-12 (boxes `meta`, `iinf`, `iloc`) and 23008-12 (`ispe`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from .embedded import MAX_TEXT, Embedded

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
_MAX_META = 4 * 2**20
_MAX_ITEMS = 2000


def is_heic(head: bytes) -> bool:
    """Return whether a file that begins with `head` (12 bytes or more) is a HEIC or AVIF."""
    return head[4:8] == b"ftyp" and head[8:12] in _BRANDS


def read_heic(stream: BinaryIO) -> Embedded:
    """Return the metadata of the HEIC in `stream` (at its start), of a damaged file the intact
    part.
    """
    found = Embedded("HEIC")
    try:
        meta = _meta(stream)
        _read_size(found, meta)
        kinds = _item_kinds(meta)
        for item, offset, length in _item_places(meta):
            kind = kinds.get(item, b"")
            if kind in (b"Exif", b"mime") and found.room_for(length, kind.decode("ascii")):
                stream.seek(offset)
                _take(found, kind, stream.read(min(length, MAX_TEXT)))
    except (struct.error, ValueError, IndexError, OverflowError):
        pass  # cut short or wrong: what was read before stays
    return found


def _take(found: Embedded, kind: bytes, data: bytes) -> None:
    if kind == b"Exif" and len(data) > 4:
        skip = struct.unpack(">I", data[:4])[0]
        found.exif = data[4 + skip :].removeprefix(b"Exif\0\0")
    elif kind == b"mime" and b"xmpmeta" in data:
        found.xmp = data.decode("utf-8", "replace")


def _meta(stream: BinaryIO) -> bytes:
    stream.seek(0)
    for _ in range(64):
        header = stream.read(16)
        if len(header) < 8:
            break
        size, kind = struct.unpack(">I4s", header[:8])
        start = 8
        if size == 1:
            size, start = struct.unpack(">Q", header[8:16])[0], 16
        if kind == b"meta":
            stream.seek(start - len(header), 1)
            return stream.read(min(max(size - start, 0), _MAX_META))[4:]
        if size < start:
            break
        stream.seek(size - len(header), 1)
    return b""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if size < 8:
            return
        yield kind, data[at + 8 : at + size]
        at += size


def _find(data: bytes, wanted: bytes) -> bytes:
    return next((body for kind, body in _boxes(data) if kind == wanted), b"")


def _read_size(found: Embedded, meta: bytes) -> None:
    """Read the largest of the sizes: the others are of tiles and thumbnails."""
    for kind, body in _boxes(_find(_find(meta, b"iprp"), b"ipco")):
        if kind == b"ispe" and len(body) >= 12:
            width, height = struct.unpack(">II", body[4:12])
            if width * height > found.width * found.height:
                found.width, found.height = width, height


def _item_kinds(meta: bytes) -> dict[int, bytes]:
    body = _find(meta, b"iinf")
    start = 6 if body[:1] == b"\0" else 8
    kinds: dict[int, bytes] = {}
    for kind, entry in _boxes(body[start:]):
        if kind == b"infe" and entry[:1] == b"\2":
            kinds[struct.unpack(">H", entry[4:6])[0]] = entry[8:12]
        elif kind == b"infe" and entry[:1] == b"\3":
            kinds[struct.unpack(">I", entry[4:8])[0]] = entry[10:14]
    return kinds


class _Numbers:
    """Reader of consecutive whole numbers of given widths, in bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, width: int) -> int:
        """Return the next number; 0 for width 0. Raises ValueError beyond the end."""
        part = self._data[self._at : self._at + width]
        if len(part) < width:
            raise ValueError("cut short")
        self._at += width
        return int.from_bytes(part, "big")


def _item_places(meta: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield item, file offset and length of the items stored in one piece outside `meta`."""
    numbers = _Numbers(_find(meta, b"iloc"))
    version = numbers.take(4) >> 24
    sizes = numbers.take(2)
    offset_size, length_size = sizes >> 12, sizes >> 8 & 15
    base_size, index_size = sizes >> 4 & 15, sizes & 15 if version else 0
    for _ in range(min(numbers.take(4 if version == 2 else 2), _MAX_ITEMS)):
        item = numbers.take(4 if version == 2 else 2)
        method = numbers.take(2) & 15 if version else 0
        numbers.take(2)
        base = numbers.take(base_size)
        pieces = [
            (numbers.take(index_size), numbers.take(offset_size), numbers.take(length_size))
            for _ in range(numbers.take(2))
        ]
        if method == 0 and len(pieces) == 1:
            yield item, base + pieces[0][1], pieces[0][2]
