"""Read Exif and XMP of a WebP file chunk by chunk, without decoding the picture."""

from __future__ import annotations

import struct
from typing import BinaryIO

from .embedded import Embedded

_MAX_CHUNKS = 10_000


def is_webp(head: bytes) -> bool:
    """Return whether a file that begins with `head` (12 bytes or more) is a WebP."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def read_webp(stream: BinaryIO) -> Embedded:
    """Return the metadata of the WebP in `stream` (at its start)."""
    found = Embedded("WebP")
    stream.seek(12)
    for _ in range(_MAX_CHUNKS):
        header = stream.read(8)
        if len(header) < 8:
            break
        kind, size = struct.unpack("<4sI", header)
        start = stream.tell()
        if kind == b"EXIF" and found.room_for(size, "Exif"):
            found.exif = stream.read(size).removeprefix(b"Exif\0\0")
        elif kind == b"XMP " and found.room_for(size, "XMP"):
            found.xmp = stream.read(size).decode("utf-8", "replace")
        elif kind in (b"VP8X", b"VP8 ", b"VP8L") and not found.width:
            found.width, found.height = _size(kind, stream.read(10))
        stream.seek(start + size + (size & 1))
    return found


def _size(kind: bytes, data: bytes) -> tuple[int, int]:
    if len(data) < 10:
        return 0, 0
    if kind == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[6:10])
    return width & 0x3FFF, height & 0x3FFF
