"""Read only the header of a GGUF file: bounded, checked, never trusted.

Format (ggml's docs/gguf.md): "GGUF", version, counts of tensors and of notes; then each note as
key, type and value; then each tensor's name, dimensions (the fastest first), type and offset into
the data, which begin at the next multiple of `general.alignment` (32). Little-endian.
"""

from __future__ import annotations

import math
import mmap
import struct
from pathlib import Path

import msgspec

from .safetensors_header import Header, HeaderError

MAGIC = b"GGUF"
_MOST_TENSORS = 100_000
_MOST_NOTES = 100_000
_MOST_NAME = 1024
_MOST_DIMENSIONS = 8
_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
"""Bytes of each metadata type: whole numbers, floats and booleans."""
QUANT_SIZES = {
    0: (1, 4, "F32"),
    1: (1, 2, "F16"),
    2: (32, 18, "Q4_0"),
    3: (32, 20, "Q4_1"),
    6: (32, 22, "Q5_0"),
    7: (32, 24, "Q5_1"),
    8: (32, 34, "Q8_0"),
    10: (256, 84, "Q2_K"),
    11: (256, 110, "Q3_K"),
    12: (256, 144, "Q4_K"),
    13: (256, 176, "Q5_K"),
    14: (256, 210, "Q6_K"),
    20: (32, 18, "IQ4_NL"),
    23: (256, 136, "IQ4_XS"),
    24: (1, 1, "I8"),
    30: (1, 2, "BF16"),
}
"""For each supported type: numbers and bytes of a block, and its name."""


class GgufTensor(msgspec.Struct, frozen=True, gc=False):
    """A tensor's location: type, shape (torch's order), first byte in the file, bytes."""

    kind: int
    shape: tuple[int, ...]
    start: int
    size: int


class GgufHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The tensors of a GGUF file and its architecture's name ('' where not given)."""

    tensors: dict[str, GgufTensor]
    architecture: str = ""

    def as_header(self) -> Header:
        """Return the same as a safetensors header; numbers are counted by their types' names."""
        weights: dict[str, int] = {}
        for tensor in self.tensors.values():
            name = QUANT_SIZES[tensor.kind][2]
            weights[name] = weights.get(name, 0) + math.prod(tensor.shape)
        names = "\n" + "\n".join(self.tensors) + "\n"
        shapes = {name: tensor.shape for name, tensor in self.tensors.items()}
        return Header(shapes=shapes, weights=weights, names=names)


class _Reader:
    """Reader of consecutive values; raises HeaderError where the file ends."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data, self.place = data, 0

    def number(self, code: str) -> int:
        size = struct.calcsize(code)
        if self.place + size > len(self._data):
            raise _cut()
        value = struct.unpack_from("<" + code, self._data, self.place)[0]
        self.place += size
        return int(value)

    def text(self, most: int) -> str:
        length = self.number("Q")
        if length > most:
            raise _damaged()
        start, self.place = self.place, self.place + length
        if self.place > len(self._data):
            raise _cut()
        return self._data[start : self.place].decode("utf-8", "replace")

    def skip(self, size: int) -> None:
        self.place += size
        if self.place > len(self._data):
            raise _cut()

    def skip_texts(self, count: int) -> None:
        """Skip `count` strings: a tokenizer has 300,000."""
        data, place, end = self._data, self.place, len(self._data) - 8
        length_at = struct.Struct("<Q").unpack_from
        for _ in range(count):
            if place > end:
                raise _cut()
            place += 8 + length_at(data, place)[0]
        self.place = place
        if place > end + 8:
            raise _cut()


def read_gguf_header(path: Path) -> GgufHeader:
    """Return the header of `path`. Raises HeaderError for damaged or unreadable data, OSError."""
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise HeaderError("This is no GGUF file, or it is damaged: download it again.")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _parsed(data)


def _parsed(data: mmap.mmap) -> GgufHeader:
    reader = _Reader(data)
    reader.skip(4)
    version = reader.number("I")
    if version not in (2, 3):
        raise HeaderError(
            "This GGUF file is of version {version}, which Easel can’t read.", version=version
        )
    count, notes = reader.number("Q"), reader.number("Q")
    if count > _MOST_TENSORS or notes > _MOST_NOTES:
        raise _damaged()
    architecture, alignment = "", 32
    for _ in range(notes):
        key, kind = reader.text(65535), reader.number("I")
        if key == "general.architecture" and kind == _STRING:
            architecture = reader.text(_MOST_NAME)
        elif key == "general.alignment" and kind == 4:
            alignment = reader.number("I")
        else:
            _skip_value(reader, kind)
    if not 1 <= alignment <= 2**20:
        raise _damaged()
    found = [_entry(reader) for _ in range(count)]
    begin = -(-reader.place // alignment) * alignment
    return GgufHeader(tensors=_placed(found, begin, len(data)), architecture=architecture)


def _skip_value(reader: _Reader, kind: int, depth: int = 0) -> None:
    if kind == _STRING:
        reader.skip(reader.number("Q"))
    elif kind == _ARRAY and depth < 3:
        inner, count = reader.number("I"), reader.number("Q")
        if inner in _SIZES:
            reader.skip(_SIZES[inner] * count)
        elif inner == _STRING:
            reader.skip_texts(count)
        elif count > _MOST_NOTES:
            raise _damaged()
        else:
            for _ in range(count):
                _skip_value(reader, inner, depth + 1)
    elif kind in _SIZES:
        reader.skip(_SIZES[kind])
    else:
        raise _damaged()


def _entry(reader: _Reader) -> tuple[str, int, tuple[int, ...], int]:
    name, dimensions = reader.text(_MOST_NAME), reader.number("I")
    if dimensions > _MOST_DIMENSIONS:
        raise _damaged()
    shape = tuple(reader.number("Q") for _ in range(dimensions))
    return name, reader.number("I"), shape[::-1], reader.number("Q")


def _placed(
    found: list[tuple[str, int, tuple[int, ...], int]], begin: int, size: int
) -> dict[str, GgufTensor]:
    placed: dict[str, GgufTensor] = {}
    for name, kind, shape, offset in found:
        block = QUANT_SIZES.get(kind)
        if block is None:
            raise HeaderError(
                "Its weights are quantized in a way that Easel can’t read (GGUF type {kind}): get "
                "a Q8_0, Q6_K, Q5_K or Q4_K file.",
                kind=kind,
            )
        numbers, length, _ = block
        total = math.prod(shape)
        if total % numbers or any(side < 1 for side in shape):
            raise _damaged()
        tensor = GgufTensor(kind, shape, begin + offset, total // numbers * length)
        if tensor.start + tensor.size > size:
            raise _cut()
        placed[name] = tensor
    return placed


def _cut() -> HeaderError:
    return HeaderError("This GGUF file is cut off: download it again.")


def _damaged() -> HeaderError:
    return HeaderError("This GGUF file’s header is damaged: download it again.")
