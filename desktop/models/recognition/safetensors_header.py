"""Read only the header of a safetensors file: bounded, checked, never trusted.

Format: 8 bytes little-endian length n, n bytes of JSON that maps names to dtype, shape and
data_offsets, then the data. (huggingface/safetensors, README, "Format".)
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from desktop.core.errors import EaselError
from desktop.files.bounded import UnreadableError, open_regular

MAX_HEADER_BYTES = 16 * 2**20
"""Maximum bytes: the largest real headers have about 2 MB; the format's own limit, 100 MB, takes
700 MB here.
"""

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
_WORDS = {"F16": "fp16", "BF16": "bf16", "F32": "fp32", "F64": "fp64", "I8": "int8"}


class HeaderError(EaselError):
    """Error for an incomplete safetensors file; the message gives the fault."""


class _Entry(msgspec.Struct, frozen=True, gc=False):
    """A tensor's entry; every field may be missing, since `__metadata__` is decoded as one too."""

    dtype: str = ""
    shape: tuple[int, ...] = ()
    data_offsets: tuple[int, int] = (-1, -1)


class _Notes(msgspec.Struct, frozen=True):
    notes: dict[str, str] | None = msgspec.field(default=None, name="__metadata__")


_ENTRIES = msgspec.json.Decoder(dict[str, _Entry])
_NOTES = msgspec.json.Decoder(_Notes)


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Names and shapes of the tensors in a file, and the file's own metadata.

    `weights` counts the numbers of each dtype.
    """

    shapes: dict[str, tuple[int, ...]]
    weights: dict[str, int] = {}
    metadata: dict[str, str] = {}
    names: str = ""
    """All names, each between two newlines: searching one text beats searching 2,500 strings."""

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of the tensor `name`, () where missing."""
        return self.shapes.get(name, ())

    def has(self, prefix: str) -> bool:
        """Return whether the name of any tensor starts with `prefix`."""
        return "\n" + prefix in self.names

    @property
    def parameters(self) -> int:
        """The number of parameters in the file."""
        return sum(self.weights.values())

    @property
    def precision(self) -> str:
        """The dtype of most of the numbers: 'fp16', 'bf16', 'fp32', 'fp8'; '' for an empty file."""
        if not self.weights:
            return ""
        dtype = max(self.weights, key=lambda name: self.weights[name])
        return "fp8" if dtype.startswith("F8") else _WORDS.get(dtype, dtype.lower())


def read_header(path: Path) -> Header:
    """Return the header of `path`. Raises HeaderError for a damaged or truncated file, OSError
    otherwise.
    """
    try:
        return _read_header(path)
    except UnreadableError as error:
        raise HeaderError("This is no safetensors file, or it is damaged.", str(error)) from error


def _read_header(path: Path) -> Header:
    with open_regular(path) as file:
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
    """Return the header in `raw`, of a file with `data_bytes` bytes after it. Raises
    HeaderError.
    """
    try:
        entries = _ENTRIES.decode(raw)
        notes = (_NOTES.decode(raw).notes or {}) if b"__metadata__" in raw else {}
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise HeaderError(
            "This is no safetensors file, or its header is damaged: download it again."
        ) from None
    entries.pop("__metadata__", None)
    shapes: dict[str, tuple[int, ...]] = {}
    sizes: dict[str, int] = dict.fromkeys([entry.dtype for entry in entries.values()], 0)
    last, damaged = 0, "" in sizes
    for name, entry in entries.items():
        start, end = entry.data_offsets
        damaged = damaged or not 0 <= start <= end
        sizes[entry.dtype] += end - start
        shapes[name] = entry.shape
        last = max(last, end)
    if damaged:
        raise HeaderError("This safetensors file’s header is damaged: download it again.")
    if last > data_bytes:
        missing = last - data_bytes
        raise HeaderError(
            "The file is cut off: {missing} bytes are missing at its end. Download it again.",
            missing=f"{missing:,}",
        )
    weights = {dtype: size * 8 // _DTYPE_BITS.get(dtype, 8) for dtype, size in sizes.items()}
    names = "\n" + "\n".join(shapes) + "\n"
    return Header(shapes=shapes, weights=weights, metadata=notes, names=names)
