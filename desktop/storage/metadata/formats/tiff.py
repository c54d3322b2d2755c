"""Read size and XMP of a TIFF file from its first directory, without decoding the picture."""

from __future__ import annotations

import struct
from typing import BinaryIO

from .embedded import Embedded

SIGNATURES = (b"II*\0", b"MM\0*")
_WIDTH, _HEIGHT, _XMP = 256, 257, 700
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
"""Bytes of one value by the type's number: byte, ASCII, short, long, undefined."""


def read_tiff(stream: BinaryIO) -> Embedded:
    """Return the metadata of the TIFF in `stream` (at its start)."""
    found = Embedded("TIFF")
    stream.seek(0)
    order = "<" if stream.read(4) == SIGNATURES[0] else ">"
    for number, kind, count, value in _entries(stream, order):
        if number in (_WIDTH, _HEIGHT) and kind in (3, 4):
            side = struct.unpack(f"{order}{'H' if kind == 3 else 'I'}", value[: _SIZES[kind]])[0]
            found.width, found.height = (
                (side, found.height) if number == _WIDTH else (found.width, side)
            )
        elif number == _XMP and kind in _SIZES and found.room_for(count * _SIZES[kind], "XMP"):
            stream.seek(struct.unpack(f"{order}I", value)[0])
            found.xmp = stream.read(count * _SIZES[kind]).decode("utf-8", "replace")
    return found


def _entries(stream: BinaryIO, order: str) -> list[tuple[int, int, int, bytes]]:
    raw = stream.read(4)
    if len(raw) < 4:
        return []
    stream.seek(struct.unpack(f"{order}I", raw)[0])
    raw = stream.read(2)
    if len(raw) < 2:
        return []
    data = stream.read(12 * struct.unpack(f"{order}H", raw)[0])
    whole = len(data) // 12
    return [struct.unpack(f"{order}HHI4s", data[at * 12 : at * 12 + 12]) for at in range(whole)]
