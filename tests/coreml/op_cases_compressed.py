"""The cases of compressed weights, in the forms of iOS 16 and iOS 18, and of quantized values."""

from __future__ import annotations

from typing import Any

import numpy as np

from .mil_programs import Case, quiet_coremltools
from .op_cases import floats

_rng = np.random.default_rng(11)


def _added(make: Any, weight: np.ndarray) -> Case:
    """A compressed weight, used as the summand of an input."""
    x = floats(*weight.shape)
    return Case(lambda mb, x: mb.add(x=x, y=make(mb)), lambda x: x + weight, {"x": x})


def _packed(indices: np.ndarray, bits: int) -> np.ndarray:
    """Indices one after the other, the lowest bit first, in as few bytes as they fit."""
    flat = (indices.reshape(-1, 1) >> np.arange(bits)) & 1
    return np.packbits(flat.reshape(-1).astype(np.uint8), bitorder="little")


def _lut_16(bits: int) -> Case:
    shape = (5, 7)
    table = floats(1 << bits)
    indices = _rng.integers(0, 1 << bits, shape)
    return _added(
        lambda mb: mb.constexpr_lut_to_dense(
            indices=_packed(indices, bits), lut=table, shape=np.array(shape, np.uint32)
        ),
        table[indices],
    )


def _affine_16(axis: int) -> Case:
    data = _rng.integers(-128, 128, (4, 6)).astype(np.int8)
    side = (4, 6)[axis]
    scale, zero = floats(side, low=0.01, high=0.1), _rng.integers(-3, 4, side).astype(np.int8)
    lay = (slice(None), None) if axis == 0 else (None, slice(None))
    return _added(
        lambda mb: mb.constexpr_affine_dequantize(
            quantized_data=data, zero_point=zero, scale=scale, axis=np.int32(axis)
        ),
        (data.astype(np.float32) - zero[lay]) * scale[lay],
    )


def _affine_scalar() -> Case:
    data = _rng.integers(0, 256, (4, 6)).astype(np.uint8)
    return _added(
        lambda mb: mb.constexpr_affine_dequantize(
            quantized_data=data, zero_point=np.uint8(128), scale=np.float32(0.05), axis=np.int32(0)
        ),
        (data.astype(np.float32) - 128) * np.float32(0.05),
    )


_mask = _rng.integers(0, 2, (5, 6)).astype(np.uint8)
_kept = floats(int(_mask.sum()))
_dense = np.zeros((5, 6), np.float32)
_dense[_mask != 0] = _kept

_half = floats(3, 4).astype(np.float16)

COMPRESSED_16 = {f"lut_{bits}_bits": _lut_16(bits) for bits in (1, 2, 4, 6, 8)} | {
    "affine_rows": _affine_16(0),
    "affine_columns": _affine_16(1),
    "affine_scalar": _affine_scalar(),
    "sparse": _added(
        lambda mb: mb.constexpr_sparse_to_dense(
            nonzero_data=_kept,
            mask=np.packbits(_mask.reshape(-1), bitorder="little"),
            shape=np.array(_mask.shape, np.uint32),
        ),
        _dense,
    ),
    "cast_constant": _added(
        lambda mb: mb.constexpr_cast(source_val=_half, output_dtype="fp32"),
        _half.astype(np.float32),
    ),
}


def _types() -> Any:
    quiet_coremltools()
    from coremltools.converters.mil.mil import types

    return types


def _as(values: np.ndarray, kind: str) -> np.ndarray:
    """`values` as coremltools' numpy type for a number of less than a byte."""
    types = _types()
    return values.astype(types.nptype_from_builtin(types.string_to_builtin(kind)))


def _lut_18(bits: int) -> Case:
    """Tables for two blocks of rows."""
    table = floats(2, 1, 1 << bits, 1)
    indices = _rng.integers(0, 1 << bits, (6, 5)).astype(np.uint8)
    weight = np.concatenate([table[0, 0, :, 0][indices[:3]], table[1, 0, :, 0][indices[3:]]])
    return _added(
        lambda mb: mb.constexpr_lut_to_dense(indices=_as(indices, f"uint{bits}"), lut=table), weight
    )


def _lut_vector() -> Case:
    table = floats(1, 1, 4, 2)
    indices = _rng.integers(0, 4, (3, 5)).astype(np.uint8)
    weight = table[0, 0][indices].transpose(0, 2, 1).reshape(6, 5)
    return _added(
        lambda mb: mb.constexpr_lut_to_dense(
            indices=_as(indices, "uint2"), lut=table, vector_axis=np.int32(0)
        ),
        weight,
    )


def _blockwise(kind: str, low: int, high: int) -> Case:
    data = _rng.integers(low, high, (4, 6)).astype(np.int8 if low < 0 else np.uint8)
    scale = floats(2, 3, low=0.01, high=0.1)
    offset = _rng.integers(max(low, -2), 3, (2, 3)).astype(data.dtype)
    big = scale.repeat(2, 0).repeat(2, 1)
    weight = (data.astype(np.float32) - offset.astype(np.float32).repeat(2, 0).repeat(2, 1)) * big
    return _added(
        lambda mb: mb.constexpr_blockwise_shift_scale(
            data=_as(data, kind), scale=scale, offset=_as(offset, kind)
        ),
        weight,
    )


_table = floats(1, 1, 4, 1)
_sparse_indices = _rng.integers(0, 4, _kept.size).astype(np.uint8)
_sparse_weight = np.zeros((5, 6), np.float32)
_sparse_weight[_mask != 0] = _table[0, 0, :, 0][_sparse_indices]

_sparse_data = _rng.integers(-100, 100, _kept.size).astype(np.int8)
_row_scale = floats(5, 1, low=0.01, high=0.1)
_scaled = np.zeros((5, 6), np.float32)
_scaled[_mask != 0] = _sparse_data
_scaled *= _row_scale


def _sparse_lut(mb: Any) -> Any:
    mask, kept = mb.constexpr_lut_to_sparse(
        indices_mask=_as(_mask, "uint1"),
        indices_nonzero_data=_as(_sparse_indices, "uint2"),
        lut=_table,
    )
    return mb.constexpr_sparse_to_dense(nonzero_data=kept, mask=mask)


def _sparse_scaled(mb: Any) -> Any:
    mask, kept = mb.constexpr_sparse_blockwise_shift_scale(
        data_mask=_as(_mask, "uint1"), nonzero_data=_sparse_data, scale=_row_scale
    )
    return mb.constexpr_sparse_to_dense(nonzero_data=kept, mask=mask)


COMPRESSED_18 = {f"lut_{bits}_bits": _lut_18(bits) for bits in (1, 2, 3, 4, 6, 8)} | {
    "lut_vector": _lut_vector(),
    "blockwise_int8": _blockwise("int8", -128, 128),
    "blockwise_uint8": _blockwise("uint8", 0, 256),
    "blockwise_int4": _blockwise("int4", -8, 8),
    "blockwise_uint4": _blockwise("uint4", 0, 16),
    "sparse": _added(
        lambda mb: mb.constexpr_sparse_to_dense(nonzero_data=_kept, mask=_as(_mask, "uint1")),
        _dense,
    ),
    "sparse_lut": _added(_sparse_lut, _sparse_weight),
    "sparse_blockwise": _added(_sparse_scaled, _scaled),
}

_scale = np.array([0.1, 0.2, 0.05], np.float32)
_zero = np.array([1, -2, 3], np.int8)
_cases = floats(2, 3, 4)


def _quantized(x: np.ndarray) -> np.ndarray:
    lay = (None, slice(None), None)
    return np.clip(np.round(x / _scale[lay]) + _zero[lay], -128, 127)


QUANTIZED_17 = {
    "quantize": Case(
        lambda mb, x: mb.quantize(
            input=x, scale=_scale, zero_point=_zero, axis=1, output_dtype="int8"
        ),
        _quantized,
        {"x": _cases},
    ),
    "dequantize": Case(
        lambda mb, x: mb.dequantize(
            input=mb.quantize(input=x, scale=_scale, zero_point=_zero, axis=1, output_dtype="int8"),
            scale=_scale,
            zero_point=_zero,
            axis=1,
        ),
        lambda x: (_quantized(x) - _zero[None, :, None]) * _scale[None, :, None],
        {"x": _cases},
    ),
}
