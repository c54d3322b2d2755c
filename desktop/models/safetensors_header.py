"""Reads the header of a safetensors file, and only that: bounded, checked, never trusting it.

Format: 8 bytes little-endian length n, n bytes of JSON that maps names to dtype, shape and
data_offsets, then the data. (huggingface/safetensors, README, "Format".)
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any, cast

import msgspec

MAX_HEADER_BYTES = 100_000_000
"""The format's own limit; the largest real headers have about 2 MB."""

_DTYPE_BITS = {
    "BOOL": 8,
    "F4": 4,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "U8": 8,
    "I8": 8,
    "F8_E5M2": 8,
    "F8_E4M3": 8,
    "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8,
    "I16": 16,
    "U16": 16,
    "F16": 16,
    "BF16": 16,
    "I32": 32,
    "U32": 32,
    "F32": 32,
    "C64": 64,
    "F64": 64,
    "I64": 64,
    "U64": 64,
}
_WORDS = {"F16": "fp16", "BF16": "bf16", "F32": "fp32", "F64": "fp64"}


class HeaderError(ValueError):
    """The file is no whole safetensors file; the text says in one sentence what is wrong."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Names, shapes and dtypes of the tensors in a file, and the file's own notes."""

    shapes: dict[str, tuple[int, ...]]
    dtypes: dict[str, str]
    metadata: dict[str, str] = {}
    data_bytes: int = 0

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of the tensor `name`, () where it is not there."""
        return self.shapes.get(name, ())

    @property
    def parameters(self) -> int:
        """How many numbers the file holds."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    @property
    def precision(self) -> str:
        """The dtype of most of the numbers: 'fp16', 'bf16', 'fp32', 'fp8'; '' for an empty file."""
        weights: Counter[str] = Counter()
        for name, shape in self.shapes.items():
            weights[self.dtypes[name]] += math.prod(shape)
        if not weights:
            return ""
        dtype = weights.most_common(1)[0][0]
        return "fp8" if dtype.startswith("F8") else _WORDS.get(dtype, dtype.lower())


def read_header(path: Path) -> Header:
    """The header of `path`. Raises HeaderError for a damaged or cut file, OSError otherwise."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(8)
        if len(start) < 8:
            raise HeaderError("The file is cut off: it is shorter than a safetensors header.")
        length = int.from_bytes(start, "little")
        if length > MAX_HEADER_BYTES:
            raise HeaderError("This is no safetensors file, or it is damaged.")
        if length > size - 8:
            raise HeaderError("The file is cut off inside its header: download it again.")
        raw = file.read(length)
    return parse_header(raw, size - 8 - length)


def parse_header(raw: bytes, data_bytes: int) -> Header:
    """The header in `raw`, of a file with `data_bytes` bytes after it. Raises HeaderError."""
    try:
        entries = json.loads(raw)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, dict):
        raise HeaderError("This is no safetensors file, or its header is damaged.")
    entries = cast("dict[str, Any]", entries)
    notes = entries.pop("__metadata__", {})
    shapes: dict[str, tuple[int, ...]] = {}
    dtypes: dict[str, str] = {}
    end = 0
    for name, entry in entries.items():
        dtype, shape, stop = _tensor(entry)
        shapes[name], dtypes[name] = shape, dtype
        end = max(end, stop)
    if end > data_bytes:
        raise HeaderError(
            f"The file is cut off: {end - data_bytes:,} bytes are missing at its end. "
            "Download it again."
        )
    return Header(shapes=shapes, dtypes=dtypes, metadata=_strings(notes), data_bytes=data_bytes)


def _tensor(entry: object) -> tuple[str, tuple[int, ...], int]:
    damaged = HeaderError("This safetensors file's header is damaged: download it again.")
    if not isinstance(entry, dict):
        raise damaged
    fields = cast("dict[str, Any]", entry)
    dtype, shape, offsets = (fields.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not (isinstance(dtype, str) and _whole_numbers(shape) and _whole_numbers(offsets)):
        raise damaged
    sizes, place = cast("list[int]", shape), cast("list[int]", offsets)
    if len(place) != 2 or len(sizes) > 16 or place[0] > place[1]:
        raise damaged
    bits = _DTYPE_BITS.get(dtype)
    if bits is not None and (math.prod(sizes) * bits + 7) // 8 != place[1] - place[0]:
        raise damaged
    return dtype, tuple(sizes), place[1]


def _whole_numbers(value: object) -> bool:
    if not isinstance(value, list):
        return False
    numbers = cast("list[Any]", value)
    return all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 2**63 for n in numbers)


def _strings(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    pairs = cast("dict[Any, Any]", value).items()
    return {key: text for key, text in pairs if isinstance(key, str) and isinstance(text, str)}
