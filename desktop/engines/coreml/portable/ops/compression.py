"""Decompression of weights (`constexpr_*`) to dense arrays, and iOS 17's quantized operations.

Formulas: coremltools' documentation of these operations (iOS16/constexpr_ops.py,
iOS17/quantization_ops.py, iOS18/compression.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from desktop.engines.coreml.portable.program import TensorType
from desktop.engines.coreml.portable.weight_file import decode

from .mil_node import Builder, Kernel, MilNode, unary

Arrays = dict[str, Any]
"""Parameter name to numpy array."""


def _affine(p: Arrays) -> np.ndarray:
    data, scale, zero = p["quantized_data"], p["scale"], p["zero_point"]
    axis = int(p["axis"])
    side = [1] * data.ndim
    side[axis] = -1
    scale = scale.reshape(side) if scale.ndim else scale
    zero = zero.reshape(side) if zero.ndim else zero
    values = data.astype(np.float32) - zero.astype(np.float32)
    return (values * scale.astype(np.float32)).astype(scale.dtype)


def _cast(p: Arrays) -> np.ndarray:
    return p["source_val"].astype({"fp32": np.float32, "fp16": np.float16}[str(p["output_dtype"])])


def _lut(p: Arrays) -> np.ndarray:
    if "shape" in p:  # iOS 16: one table, the indices packed
        shape = tuple(int(side) for side in p["shape"].reshape(-1))
        bits = int(math.log2(p["lut"].size))
        kind = TensorType("uint8" if bits == 8 else f"uint{bits}", shape)
        return p["lut"].reshape(-1)[decode(p["indices"].reshape(-1), kind)]
    return _look_up(p["indices"], p["lut"], p.get("vector_axis"))


def _look_up(indices: np.ndarray, lut: np.ndarray, vector_axis: Any = None) -> np.ndarray:
    """Look up iOS 18's tables per block: `indices` (rank K), `lut` (rank K + 2), vector axis."""
    groups, vector = lut.shape[:-2], lut.shape[-1]
    tables = lut.reshape(-1, lut.shape[-2], vector)
    which = np.arange(tables.shape[0]).reshape(groups)
    for axis, (side, count) in enumerate(zip(indices.shape, groups, strict=True)):
        if count > 1:
            which = np.repeat(which, side // count, axis)
    dense = tables[0][indices] if tables.shape[0] == 1 else tables[which, indices]
    if vector == 1:
        return dense[..., 0]
    axis = int(vector_axis) % indices.ndim
    dense = np.moveaxis(dense, -1, axis + 1)
    shape = list(indices.shape)
    shape[axis] *= vector
    return dense.reshape(shape)


def _sparse(p: Arrays) -> np.ndarray:
    mask = p["mask"]
    if "shape" in p:  # iOS 16: the mask is packed
        shape = tuple(int(side) for side in p["shape"].reshape(-1))
        mask = decode(mask.reshape(-1), TensorType("uint1", shape))
    return _spread(p["nonzero_data"], mask)


def _spread(values: np.ndarray, mask: np.ndarray) -> np.ndarray:
    dense = np.zeros(mask.shape, values.dtype)
    dense[mask.astype(bool)] = values.reshape(-1)
    return dense


def _blockwise(p: Arrays) -> np.ndarray:
    return _shift_scale(p["data"], p["scale"], p.get("offset"))


def _shift_scale(data: np.ndarray, scale: np.ndarray, offset: np.ndarray | None) -> np.ndarray:
    dtype, values = scale.dtype, data.astype(np.float32)
    blocks = [side // count for side, count in zip(data.shape, scale.shape, strict=True)]

    def spread(table: np.ndarray) -> np.ndarray:
        for axis, block in enumerate(blocks):
            if block > 1 and table.shape[axis] > 1:
                table = np.repeat(table, block, axis)
        return table.astype(np.float32)

    if offset is not None:
        values = values - spread(offset)
    return (values * spread(scale)).astype(dtype)


def _lut_to_sparse(p: Arrays) -> tuple[np.ndarray, np.ndarray]:
    mask, lut = p["indices_mask"], p["lut"]
    dense = _look_up(_spread(p["indices_nonzero_data"], mask), lut, p.get("vector_axis"))
    if lut.shape[-1] > 1:
        mask = np.repeat(mask, lut.shape[-1], int(p["vector_axis"]))
    return mask, dense[mask.astype(bool)]


def _sparse_blockwise(p: Arrays) -> tuple[np.ndarray, np.ndarray]:
    mask = p["data_mask"]
    dense = _shift_scale(_spread(p["nonzero_data"], mask), p["scale"], p.get("offset"))
    return mask, dense[mask.astype(bool)]


CONSTANT_EXPRESSIONS: dict[str, Callable[[Arrays], Any]] = {
    "constexpr_affine_dequantize": _affine,
    "constexpr_cast": _cast,
    "constexpr_lut_to_dense": _lut,
    "constexpr_sparse_to_dense": _sparse,
    "constexpr_blockwise_shift_scale": _blockwise,
    "constexpr_lut_to_sparse": _lut_to_sparse,
    "constexpr_sparse_blockwise_shift_scale": _sparse_blockwise,
}
"""Operations computed once, when the plan is made."""


def _side(node: MilNode) -> list[int]:
    side = [1] * node.rank("input")
    if node.has("axis"):
        side[int(node.static("axis"))] = -1
    return side


def _parameter(node: MilNode, name: str) -> torch.Tensor:
    value = torch.asarray(np.array(node.array(name), np.float32))
    return value.reshape(_side(node)) if value.ndim else value


def _dequantize(node: MilNode) -> Kernel:
    scale, dtype = _parameter(node, "scale"), node.dtype
    zero = _parameter(node, "zero_point") if node.has("zero_point") else torch.zeros(())
    return unary(lambda x: ((x.to(torch.float32) - zero) * scale).to(dtype), ("input",))


def _quantize(node: MilNode) -> Kernel:
    scale = _parameter(node, "scale")
    zero = _parameter(node, "zero_point") if node.has("zero_point") else torch.zeros(())
    low, high = (0, 255) if node.static("output_dtype") == "uint8" else (-128, 127)

    def run(x: torch.Tensor) -> torch.Tensor:
        return (torch.round(x / scale) + zero).clamp(low, high).to(torch.int32)

    return Kernel(run, ("input",))


OPERATIONS: dict[str, Builder] = {"dequantize": _dequantize, "quantize": _quantize}
