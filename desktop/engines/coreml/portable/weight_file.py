"""Reader of constants in a Core ML weight file, without loading the file."""

from __future__ import annotations

import math
import mmap
import struct
from pathlib import Path

import numpy as np

from desktop.core.errors import BadInput

from .program import Blob, Constant, TensorType

# The layout is MILBlob's (coremltools, deps/mlmodel/src/MILBlob/Blob/StorageFormat.hpp): at a
# constant's offset stands a header of 64 bytes, which says where its bytes are.
_HEADER = struct.Struct("<IIQQQ")
_SENTINEL = 0xDEADBEEF
_KEPT_BYTES = 64 * 1024**2

NUMPY_TYPES = {
    "bool": np.dtype(np.bool_),
    "fp16": np.dtype(np.float16),
    "fp32": np.dtype(np.float32),
    "fp64": np.dtype(np.float64),
    "int8": np.dtype(np.int8),
    "int16": np.dtype(np.int16),
    "int32": np.dtype(np.int32),
    "int64": np.dtype(np.int64),
    "uint8": np.dtype(np.uint8),
    "uint16": np.dtype(np.uint16),
    "uint32": np.dtype(np.uint32),
    "uint64": np.dtype(np.uint64),
}
PACKED_BITS = {"int4": 4, "uint1": 1, "uint2": 2, "uint3": 3, "uint4": 4, "uint6": 6}
"""Types smaller than a byte, packed with the lowest bits first, and their bits."""


def decode(data: np.ndarray, kind: TensorType) -> np.ndarray:
    """Return the array of type `kind` stored in `data` (uint8), packed or not.

    Raises ValueError where the number of bytes does not fit the shape.
    """
    count = math.prod(kind.shape)
    if kind.dtype in PACKED_BITS:
        return _unpack(data, PACKED_BITS[kind.dtype], count, signed=kind.dtype == "int4").reshape(
            kind.shape
        )
    dtype = NUMPY_TYPES[kind.dtype]
    return data[: count * dtype.itemsize].view(dtype).reshape(kind.shape)


def _unpack(data: np.ndarray, bits: int, count: int, *, signed: bool) -> np.ndarray:
    if 8 % bits == 0:
        word, width = data, 8
    else:  # 3 and 6 bits: whole numbers of values stand in three bytes
        triples = np.zeros(-(-data.size // 3) * 3, np.uint8)
        triples[: data.size] = data
        columns = triples.reshape(-1, 3).astype(np.uint32)
        word, width = columns[:, 0] | columns[:, 1] << 8 | columns[:, 2] << 16, 24
    shifts = np.arange(0, width, bits, dtype=word.dtype)
    values = (word[:, None] >> shifts) & word.dtype.type((1 << bits) - 1)
    values = values.astype(np.uint8).reshape(-1)[:count]
    if signed:
        sign = np.int8(1 << (bits - 1))
        return (values.astype(np.int8) ^ sign) - sign
    return values


class WeightStore:
    """The weight files of one model folder, mapped into memory on first use.

    `root` is the folder that a program calls ``@model_path``.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, np.memmap] = {}
        self._read = 0

    def array(self, constant: Constant) -> np.ndarray:
        """Return the constant's value; from a weight file, a read-only view of the mapped file.

        Raises BadInput where the file is missing, truncated or damaged.
        """
        if isinstance(constant.value, np.ndarray):
            return constant.value
        if isinstance(constant.value, str):
            return np.array(constant.value)
        blob = constant.value
        data = self._map(blob.file)
        if blob.offset + 64 > data.size:
            raise self._damaged(blob, "its header lies behind the end of the file")
        sentinel, _, size, start, _ = _HEADER.unpack(
            data[blob.offset : blob.offset + _HEADER.size].tobytes()
        )
        if sentinel != _SENTINEL:
            raise self._damaged(blob, "there is no header")
        if start + size > data.size:
            raise self._damaged(blob, f"{start + size} bytes wanted, {data.size} there")
        self._read += size
        try:
            return decode(data[start : start + size], constant.type)
        except ValueError as error:
            raise self._damaged(blob, str(error)) from error

    def let_go(self, *, now: bool = False) -> None:
        """Release the memory of the pages read so far, once they are many, or `now`.

        The arrays stay valid: pages are read from the file again on access.
        """
        if self._read < _KEPT_BYTES and not now:
            return
        self._read = 0
        for file in self._files.values():
            mapped = getattr(file, "_mmap", None)
            if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
                mapped.madvise(mmap.MADV_DONTNEED)

    def _map(self, name: str) -> np.ndarray:
        if name not in self._files:
            path = self._root.joinpath(*[p for p in name.split("/") if p not in ("", "..", ".")])
            try:
                # Copy on write: torch wants writable memory, and nothing is ever written to it.
                self._files[name] = np.memmap(path, dtype=np.uint8, mode="c")
            except (OSError, ValueError) as error:
                raise BadInput(
                    "The weights of {name} can’t be read ({file} is missing or empty): download "
                    "or convert this model again.",
                    str(error),
                    name=self._root.name,
                    file=name,
                ) from error
        return self._files[name]

    def _damaged(self, blob: Blob, why: str) -> BadInput:
        return BadInput(
            "The weight file {file} is damaged or not complete: download or convert this model "
            "again.",
            f"{self._root}: constant at offset {blob.offset}: {why}",
            file=blob.file,
        )
