"""Read Exif, XMP and IPTC of a JPEG file segment by segment, without decoding the picture."""

from __future__ import annotations

import struct
from typing import BinaryIO

from .embedded import Embedded

SIGNATURE = b"\xff\xd8\xff"
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD9)}
_MAX_SEGMENTS = 4000


def read_jpeg(stream: BinaryIO) -> Embedded:
    """Return the metadata of the JPEG in `stream` (at its start) before its picture data."""
    found = Embedded("JPEG")
    stream.seek(2)
    for _ in range(_MAX_SEGMENTS):
        marker = stream.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            break
        code = marker[1]
        if code == 0xFF:  # fill byte
            stream.seek(-1, 1)
            continue
        if code in _ALONE:
            continue
        if code in (0xDA, 0xD9):
            break
        raw = stream.read(2)
        if len(raw) < 2:
            break
        length = struct.unpack(">H", raw)[0] - 2
        if length < 0:
            break
        _segment(found, code, stream.read(length))
    return found


def _segment(found: Embedded, code: int, data: bytes) -> None:
    if code in _SIZES and len(data) >= 5:
        found.height, found.width = struct.unpack(">HH", data[1:5])
    elif code == 0xE1 and data.startswith(_EXIF):
        found.exif = found.exif or data[len(_EXIF) :]
    elif code == 0xE1 and data.startswith(_XMP):
        found.xmp = found.xmp or data[len(_XMP) :].decode("utf-8", "replace")
    elif code == 0xED and data.startswith(_PHOTOSHOP):
        found.caption = found.caption or caption_of(data[len(_PHOTOSHOP) :])


def caption_of(resources: bytes) -> str:
    """Return the IPTC caption (record 2, field 120) in a Photoshop resource block, '' if none."""
    at = 0
    while resources[at : at + 4] == b"8BIM":
        kind = int.from_bytes(resources[at + 4 : at + 6], "big")
        name = resources[at + 6] if at + 6 < len(resources) else 0
        at += 6 + (name + 2 & ~1)
        size = int.from_bytes(resources[at : at + 4], "big")
        at += 4
        if kind == 0x0404:
            return _iptc_caption(resources[at : at + size])
        at += size + (size & 1)
    return ""


def _iptc_caption(data: bytes) -> str:
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, field = data[at + 1], data[at + 2]
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:  # extended: the size's own length comes first
            width = size & 0x7FFF
            if width > 4:
                return ""
            size = int.from_bytes(data[at : at + width], "big")
            at += width
        if (record, field) == (2, 120):
            return _decode(data[at : at + size])
        at += size
    return ""


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
